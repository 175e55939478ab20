// Copies texts.
import { el } from "./dom.js";
import { words } from "./i18n.js";

/** Copies the text, and says on the button for a moment whether that worked. */
export async function copyBy(button: HTMLElement, text: string): Promise<void> {
  const { copied, notCopied } = words().page;
  button.textContent = (await toClipboard(text)) ? copied : notCopied;
  setTimeout(() => (button.textContent = words().page[button.dataset["i18n"] as keyof ReturnType<typeof words>["page"]]), 1500);
}

async function toClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

// navigator.clipboard exists in secure contexts only, but a phone on the local network opens this page over plain HTTP.
function copyBySelection(text: string): boolean {
  const area = el("textarea", "offscreen");
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}
