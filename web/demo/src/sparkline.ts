// A word-sized line chart of the last minute of one value.
import { svg } from "./dom.js";

const width = 120;
const height = 32;
const capacity = 60; // one a second

/** A small line chart. */
export interface Sparkline {
  readonly node: SVGSVGElement;
  /** Appends a value at the right end. */
  add(value: number): void;
  clear(): void;
}

/** Creates an empty sparkline whose scale starts at zero. */
export function createSparkline(): Sparkline {
  const area = svg("path", { class: "area" });
  const line = svg("path", { class: "line" });
  const node = svg("svg", { class: "spark", viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none", "aria-hidden": "true" }, area, line);
  const values: number[] = [];

  function draw(): void {
    const most = Math.max(1e-9, ...values) * 1.1;
    const step = width / (capacity - 1);
    const points = values.map((value, i) => {
      const x = width - (values.length - 1 - i) * step;
      return `${x.toFixed(1)} ${(height - 1 - (value / most) * (height - 2)).toFixed(1)}`;
    });
    const path = points.length < 2 ? "" : `M${points.join("L")}`;
    line.setAttribute("d", path);
    area.setAttribute("d", path && `${path}V${height}H${(width - (values.length - 1) * step).toFixed(1)}Z`);
  }

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
