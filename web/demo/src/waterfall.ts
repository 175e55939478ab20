// A bar chart of the phases up to the first frame: one row per phase, on a common scale. It is a table, for screen readers.
import { byId, el } from "./dom.js";
import { number, onLanguage, words } from "./i18n.js";
import type { Waterfall } from "./leb.js";

const phases = [
  "load", "offer", "signalling", "answer", "ice", "dtls", "firstPacket", "firstDecoded", "firstFrame",
] as const satisfies (keyof Waterfall)[];

/** The chart of the last play. */
export interface WaterfallView {
  show(ends: Waterfall): void;
  clear(): void;
}

interface Row {
  label: HTMLElement;
  bar: HTMLElement;
  took: HTMLElement;
  until: HTMLElement;
}

/** Creates the chart, empty. */
export function createWaterfall(): WaterfallView {
  const total = byId("waterfall-total", HTMLOutputElement);
  const heads = (["phase", "took", "until"] as const).map((name) => ({ name, cell: el("th") }));
  const rows = new Map<keyof Waterfall, Row>();
  const body = el("tbody");
  for (const phase of phases) {
    const row = { label: el("th", "label"), bar: el("i", "bar"), took: el("span", "took"), until: el("td", "until") };
    row.label.scope = "row";
    rows.set(phase, row);
    body.append(el("tr", "", row.label, el("td", "", el("div", "phase", el("span", "track", row.bar), row.took)), row.until));
  }
  const table = el("table", "", el("thead", "", el("tr", "", ...heads.map(({ cell }) => cell))), body);
  table.setAttribute("aria-labelledby", "waterfall-title");
  byId("waterfall", HTMLElement).append(table);

  let ends: Partial<Waterfall> = {};
  function draw(): void {
    const whole = Math.max(0, ...Object.values(ends));
    total.textContent = whole > 0 ? milliseconds(whole) : "";
    for (const { name, cell } of heads) cell.textContent = words().page[name];
    let start = 0;
    for (const [phase, { label, bar, took, until }] of rows) {
      label.textContent = words().phases[phase];
      const end = ends[phase];
      bar.hidden = end === undefined;
      took.textContent = end === undefined ? "–" : milliseconds(Math.max(0, end - start));
      until.textContent = end === undefined ? "–" : milliseconds(end);
      if (end === undefined) continue;
      bar.style.left = percent(start / (whole || 1));
      bar.style.width = percent(Math.max(0, end - start) / (whole || 1));
      start = Math.max(start, end);
    }
  }
  onLanguage(draw);

  return {
    show(next) {
      ends = next;
      draw();
    },
    clear() {
      ends = {};
      draw();
    },
  };
}

const milliseconds = (value: number) => `${number(value)} ms`;
const percent = (fraction: number) => `${(fraction * 100).toFixed(2)}%`;
