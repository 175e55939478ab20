// The event log: newest entry first, bounded, without secrets.
import { copyBy } from "./clipboard.js";
import { byId, el } from "./dom.js";
import { LEB } from "./leb.js";
import { redact } from "./redact.js";

const capacity = 200;

/** The list of events. */
export interface LogView {
  /** Adds a line at the top. The detail may be any plain value; an object is written as key=value pairs. */
  add(event: string, detail?: unknown): void;
}

/** Creates the list and its copy button. */
export function createLog(): LogView {
  const list = byId("log", HTMLOListElement);
  const copy = byId("copy", HTMLButtonElement);

  copy.addEventListener("click", () => {
    const lines = Array.from(list.children, (line) => Array.from(line.children, (part) => part.textContent).join("\t"));
    void copyBy(copy, [`LEB ${LEB?.version ?? "-"}\t${navigator.userAgent}`, ...lines].join("\n"));
  });

  return {
    add(event, detail) {
      const text = redact(describe(detail));
      const line = el("li", "", el("time", "", clock(new Date())), el("b", "", event), el("span", "", text));
      line.dataset["event"] = event;
      list.prepend(line);
      while (list.childElementCount > capacity) list.lastElementChild?.remove();
    },
  };
}

function describe(detail: unknown): string {
  if (detail === undefined || detail === null) return "";
  return typeof detail === "object" ? pairs(detail, "=", "  ") : String(detail);
}

function pairs(values: object, equals: string, between: string): string {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined && value !== "")
    .map(([key, value]) => `${key}${equals}${brief(value)}`)
    .join(between);
}

function brief(value: unknown): string {
  if (typeof value === "number") return String(Math.round(value * 10) / 10);
  return typeof value === "object" && value !== null ? `{${pairs(value, " ", ", ")}}` : String(value);
}

function clock(time: Date): string {
  const two = (n: number) => String(n).padStart(2, "0");
  return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}.${String(time.getMilliseconds()).padStart(3, "0")}`;
}
