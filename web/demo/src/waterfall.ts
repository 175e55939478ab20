// The way to the first frame as a bar chart: one row a phase, drawn to one scale.
import { byId, el } from "./dom.js";
import { number, onLanguage, words } from "./i18n.js";
import type { Waterfall } from "./leb.js";

const phases = ["load", "offer", "signalling", "answer", "connected", "firstFrame"] as const satisfies (keyof Waterfall)[];

/** The chart of the last play's way to its first frame. */
export interface WaterfallView {
  show(ends: Waterfall): void;
  clear(): void;
}

interface Row {
  label: HTMLElement;
  bar: HTMLElement;
  took: HTMLElement;
}

/** Makes the chart, empty. */
export function createWaterfall(): WaterfallView {
  const total = byId("waterfall-total", HTMLOutputElement);
  const rows = new Map<keyof Waterfall, Row>();
  const list = el("ol");
  for (const phase of phases) {
    const row = { label: el("span", "label"), bar: el("i", "bar"), took: el("output", "took") };
    rows.set(phase, row);
    list.append(el("li", "", row.label, el("span", "track", row.bar), row.took));
  }
  byId("waterfall", HTMLElement).append(list);

  let ends: Partial<Waterfall> = {};
  function draw(): void {
    const whole = Math.max(0, ...Object.values(ends));
    total.textContent = whole > 0 ? milliseconds(whole) : "";
    let start = 0;
    for (const [phase, { label, bar, took }] of rows) {
      label.textContent = words().phases[phase];
      const end = ends[phase];
      bar.hidden = end === undefined;
      took.textContent = end === undefined ? "–" : milliseconds(Math.max(0, end - start));
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
