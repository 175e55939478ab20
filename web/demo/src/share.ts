// A link that brings another visitor to the laboratory with the same settings, but without any secret.
import { copyBy } from "./clipboard.js";
import { byId } from "./dom.js";
import { withoutSignature } from "./redact.js";
import type { Choices } from "./settings.js";

/** The settings in the form. */
interface Shared {
  url: string;
  signal: string;
  choices: Choices;
}

/** Lets the button copy the link to the present settings. */
export function createShare(present: () => Shared): void {
  const button = byId("share", HTMLButtonElement);
  button.addEventListener("click", () => void copyBy(button, linkTo(present())));
}

/** Nothing of the page's own query goes into the link: it may have the edge's token. */
function linkTo({ url, signal, choices: { latency, sei } }: Shared): string {
  const link = new URL("#laboratory", location.origin + location.pathname);
  link.searchParams.set("url", withoutSecrets(url));
  if (signal) link.searchParams.set("signal", withoutSecrets(signal));
  link.searchParams.set("latency", String(latency));
  link.searchParams.set("sei", sei ? "1" : "0");
  return link.href;
}

/** A query that was escaped, or begun by another sign than a question mark, is one too. */
function withoutSecrets(url: string): string {
  const [head = "", query] = withoutSignature(url).split("?");
  const path = /^(?:(?!%(?:25)*(?:3F|23|26))[^;&=])*/i.exec(head)?.[0] ?? "";
  return query ? `${path}?${query}` : path;
}
