// A word-sized line chart of the last minute of one value.
import { el } from "./dom.js";
import { colour, createPlot } from "./plot.js";

const capacity = 60; // one a second

/** A small line chart. */
export interface Sparkline {
  readonly node: HTMLElement;
  /** Appends a value at the right end. */
  add(value: number): void;
  clear(): void;
}

/** Creates an empty sparkline whose scale starts at zero. */
export function createSparkline(): Sparkline {
  const node = el("div", "spark");
  node.setAttribute("aria-hidden", "true");
  const values: number[] = [];
  const plot = createPlot(node, () => ({
    scales: { x: { time: false, range: () => [values.length - capacity, values.length - 1] }, y: { range: () => [0, Math.max(1e-9, ...values) * 1.1] } },
    series: [{}, { width: 1.6, points: { show: false }, stroke: colour("accent"), fill: colour("wash") }],
  }));
  const draw = () => plot([values.map((_, i) => i), [...values]]);

  return {
    node,
    add(value) {
      values.push(Number.isFinite(value) ? value : 0);
      if (values.length > capacity) values.shift();
      draw();
    },
    clear() {
      values.length = 0;
      draw();
    },
  };
}
