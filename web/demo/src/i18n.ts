// Two languages, switched in place: marked elements are filled from the dictionary, and the views redraw themselves.
import { dictionary, type Words } from "./dictionary.js";
import { preferredLanguage, rememberLanguage } from "./settings.js";

/** The languages of the page. */
export type Language = keyof typeof dictionary;

let language: Language = preferredLanguage().toLowerCase().startsWith("zh") ? "zh" : "en";
const listeners: (() => void)[] = [];

/** Returns the texts of the current language. */
export function words(): Words {
  return dictionary[language];
}

/** Formats a number for the current language, with this many decimals. */
export function number(value: number, decimals = 0): string {
  return value.toLocaleString(language, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

/** Calls `draw` now and after every change of language. */
export function onLanguage(draw: () => void): void {
  listeners.push(draw);
  draw();
}

/** Changes to the other language and remembers it. */
export function switchLanguage(): void {
  language = language === "zh" ? "en" : "zh";
  rememberLanguage(language);
  for (const draw of listeners) draw();
}

/** Fills the elements marked data-i18n (text) and data-i18n-label (aria-label and tooltip), now and at every change of language. */
export function translatePage(): void {
  onLanguage(() => {
    document.documentElement.lang = language;
    for (const node of document.querySelectorAll<HTMLElement>("[data-i18n]")) {
      node.textContent = text(node.dataset["i18n"]);
    }
    for (const node of document.querySelectorAll<HTMLElement>("[data-i18n-label]")) {
      const label = text(node.dataset["i18nLabel"]);
      node.setAttribute("aria-label", label);
      if (node instanceof HTMLButtonElement) node.title = label;
    }
  });
}

function text(key = ""): string {
  const found = words().page[key as keyof Words["page"]];
  if (found === undefined) throw new Error(`the dictionary has no "${key}"`);
  return found;
}
