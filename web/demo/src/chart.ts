// A chart of the last minute: the latency of the video, the delays of both jitter buffers, loss and freezes.
import { byId, el, svg } from "./dom.js";
import { number, onLanguage, words } from "./i18n.js";
import type { Stats } from "./leb.js";

/** The page's `statsInterval`, in ms. */
export const interval = 1000;

const span = 60_000; // ms
const width = 600;
const height = 150;
const scales = [100, 200, 400, 1000, 2000, 4000, 10_000, 20_000];
const lossAtTop = 0.5;

const lines = ["videoLatency", "videoBuffer", "audioBuffer"] as const;
const figures = [...lines, "lossShare", "freezeMark"] as const;
type Line = (typeof lines)[number];

interface Sample extends Partial<Record<Line, number>> {
  at: number;
  lossShare: number;
  freezes: number;
  frozen: boolean;
}

/** The chart of the last minute. */
export interface ChartView {
  show(stats: Stats): void;
  /** Marks the present moment, at which the visitor changed something. */
  mark(): void;
  clear(): void;
}

/** Creates the chart, hidden until there is something to draw. The legend and the drawing's accessible name give the current values. */
export function createChart(): ChartView {
  const grid = svg("path", { class: "grid", d: [0, 0.5, 1].map((part) => `M0 ${part * height}H${width}`).join("") });
  const frozen = svg("path", { class: "frozen" });
  const lost = svg("path", { class: "lost" });
  const marked = svg("path", { class: "marked" });
  const paths = lines.map((name) => svg("path", { class: `line ${name}` }));
  const drawing = svg("svg", { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none", role: "img" }, frozen, grid, lost, marked, ...paths);
  const heights = [1, 0.5, 0].map(() => el("span"));
  const times = [el("span"), el("span"), el("span")];
  const legend = figures.map((name) => ({ name, label: el("dt"), value: el("dd") }));
  const card = byId("chart", HTMLElement);
  card.append(
    el("dl", "legend", ...legend.map(({ name, label, value }) => el("div", name, label, value))),
    el("div", "plot", el("div", "heights", ...heights), drawing, el("div", "times", ...times)),
  );

  let samples: Sample[] = [];
  let marks: number[] = [];

  function draw(): void {
    const { page } = words();
    const now = Date.now();
    const newest = samples[samples.length - 1];
    const most = Math.max(0, ...samples.map((sample) => Math.max(...lines.map((name) => sample[name] ?? 0))));
    const top = scales.find((scale) => scale >= most) ?? most;
    const x = (at: number) => (width * (1 - (now - at) / span)).toFixed(1);
    const y = (ms: number) => (height * (1 - ms / top)).toFixed(1);

    lines.forEach((name, i) => paths[i]?.setAttribute("d", curve(name, x, y)));
    frozen.setAttribute("d", intervals(({ frozen }) => (frozen ? 1 : 0), x));
    lost.setAttribute("d", intervals(({ lossShare }) => Math.min(1, lossShare / lossAtTop), x));
    marked.setAttribute("d", marks.map((at) => `M${x(at)} 0V${height}`).join(""));

    heights.forEach((label, i) => (label.textContent = milliseconds(top * (1 - i / 2))));
    [60, 30].forEach((seconds, i) => (times[i]!.textContent = page.secondsAgo.replace("#", number(seconds))));
    times[2]!.textContent = page.now;
    for (const { name, label, value } of legend) {
      label.textContent = page[name];
      value.textContent = newest ? figure(newest, name) : unknown;
    }
    const current = legend.map(({ label, value }) => `${label.textContent} ${value.textContent}`);
    drawing.setAttribute("aria-label", [page.lastMinute, ...current, page.peak.replace("#", milliseconds(most))].join("; "));
  }

  /** Returns the path of one value over time. It is interrupted where the value is unknown or no stats arrived for a while. */
  function curve(name: Line, x: (at: number) => string, y: (ms: number) => string): string {
    return samples.map((sample, i) => {
      const value = sample[name];
      const before = samples[i - 1];
      if (value === undefined) return "";
      const joined = before && before[name] !== undefined && sample.at - before.at < 3 * interval;
      return `${joined ? "L" : "M"}${x(sample.at)} ${y(value)}`;
    }).join("");
  }

  /** Returns a bar for each interval with a positive share; the share is the bar's part of the chart's height. */
  function intervals(share: (sample: Sample) => number, x: (at: number) => string): string {
    return samples.map((sample, i) => {
      const part = share(sample);
      const from = samples[i - 1]?.at ?? sample.at - interval;
      return part > 0 ? `M${x(from)} ${height}V${(height * (1 - part)).toFixed(1)}H${x(sample.at)}V${height}Z` : "";
    }).join("");
  }
  onLanguage(draw);

  return {
    show({ video, audio }) {
      card.hidden = false;
      const at = Date.now();
      const freezes = video?.freezeCount ?? 0;
      const before = samples[samples.length - 1]?.freezes ?? 0;
      samples = [...samples, {
        at,
        ...known("videoLatency", video?.latency),
        ...known("videoBuffer", video?.jitterBufferDelay),
        ...known("audioBuffer", audio?.jitterBufferDelay),
        lossShare: Math.max(video?.loss ?? 0, audio?.loss ?? 0),
        freezes,
        frozen: freezes > before,
      }].filter((sample) => at - sample.at <= span);
      marks = marks.filter((mark) => at - mark <= span);
      draw();
    },
    mark() {
      marks.push(Date.now());
      draw();
    },
    clear() {
      samples = [];
      marks = [];
      draw();
    },
  };
}

const unknown = "–";
const milliseconds = (ms: number) => `${number(ms)} ms`;
const known = (name: Line, value: number | undefined): Partial<Sample> => (value === undefined ? {} : { [name]: value });

function figure(sample: Sample, name: (typeof figures)[number]): string {
  if (name === "lossShare") return `${number(100 * sample.lossShare, 1)} %`;
  if (name === "freezeMark") return number(sample.freezes);
  const value = sample[name];
  return value === undefined ? unknown : milliseconds(value);
}
