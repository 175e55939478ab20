// Drawings by uPlot, which is loaded when there is something to draw. They take the size of their box, and the colours of the page.
import type uPlot from "uplot";

type Options = Omit<uPlot.Options, "width" | "height">;
type Library = typeof uPlot;

const library = "./uplot.js"; // next to demo.js; a literal would make it a part of that

/** Creates a drawing in a box, and returns the function that draws data. The data of a call replace those before. */
export function createPlot(box: HTMLElement, options: (made: Library) => Options): (data: uPlot.AlignedData) => void {
  let plot: uPlot | undefined;
  let loading: Promise<void> | undefined;
  let latest: uPlot.AlignedData;

  async function make(): Promise<void> {
    const { default: made } = (await import(library)) as { default: Library };
    const size = () => ({ width: box.clientWidth, height: box.clientHeight });
    const drawn = (plot = new made({ ...bare, ...options(made), ...size() }, latest, box));
    new ResizeObserver(() => drawn.setSize(size())).observe(box);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawn.redraw());
  }

  return (data) => {
    latest = data;
    if (plot) plot.setData(data);
    else if (data[0].length > 0) loading ??= make().catch(() => (loading = undefined)); // the values are there as texts too
  };
}

/** What the page's own elements do better, and in the page's type. */
const bare: Partial<Options> = {
  cursor: { show: false },
  legend: { show: false },
  padding: [0, 0, 0, 0],
  axes: [{ show: false }, { show: false }],
};

/** Returns the colour of the page with this name, whatever the colour scheme. */
export function colour(name: string): () => string {
  return () => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** Draws lines, each from one point to another in shares of the drawing's width and height, below the top left corner. */
export function rule({ ctx, bbox }: uPlot, colour: string, dash: number[], lines: [x1: number, y1: number, x2: number, y2: number][]): void {
  const { left, top, width, height } = bbox;
  const pixel = devicePixelRatio;
  ctx.save();
  ctx.beginPath();
  ctx.strokeStyle = colour;
  ctx.lineWidth = pixel;
  ctx.setLineDash(dash.map((length) => length * pixel));
  for (const [x1, y1, x2, y2] of lines) {
    ctx.moveTo(left + x1 * width, top + y1 * height);
    ctx.lineTo(left + x2 * width, top + y2 * height);
  }
  ctx.stroke();
  ctx.restore();
}
