// A chart of the last minute: the latency of the video, the delays of both jitter buffers, loss and freezes.
import type uPlot from "uplot";
import { byId, el } from "./dom.js";
import { number, onLanguage, words } from "./i18n.js";
import type { Stats } from "./leb.js";
import { colour, createPlot, rule } from "./plot.js";

/** The page's `statsInterval`, in ms. */
export const interval = 1000;

const span = 60_000; // ms
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
  const drawing = el("div", "drawing");
  drawing.setAttribute("role", "img");
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
  let top = scales[0]!; // ms
  let now = 0;

  const plot = createPlot(drawing, ({ paths }) => {
    const bars = paths.stepped!({ align: -1 }); // the interval before each sample
    const line = (stroke: string, dash: number[]) => ({ scale: "ms", width: 2, points: { show: false }, stroke: colour(stroke), dash });
    const bar = (fill: string) => ({ scale: "share", width: 0, points: { show: false }, paths: bars, fill: colour(fill) });
    return {
      scales: { x: { time: false, range: () => [now - span, now] }, ms: { range: () => [0, top] }, share: { range: () => [0, 1] } },
      series: [{}, bar("bad-wash"), bar("bad"), line("accent", []), line("second", [6, 3]), line("third", [2, 3])],
      hooks: {
        drawClear: [(to) => rule(to, colour("line")(), [], [0, 0.5, 1].map((y) => [0, y, 1, y]))],
        draw: [(to) => rule(to, colour("soft")(), [1, 3], marks.map((at) => [1 - (now - at) / span, 0, 1 - (now - at) / span, 1]))],
      },
    };
  });

  function draw(): void {
    const { page } = words();
    now = Date.now();
    const newest = samples[samples.length - 1];
    const most = Math.max(0, ...samples.map((sample) => Math.max(...lines.map((name) => sample[name] ?? 0))));
    top = scales.find((scale) => scale >= most) ?? most;
    plot(table(samples));

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

/** Returns the rows of the drawing. Lines are interrupted where a value is unknown or no stats arrived for a while. */
function table(samples: Sample[]): uPlot.AlignedData {
  const rows = samples.flatMap((sample, i) => {
    const { at, frozen, lossShare } = sample;
    const row = [at, frozen ? 1 : 0, Math.min(1, lossShare / lossAtTop), ...lines.map((name) => sample[name] ?? null)];
    const late = i > 0 && at - samples[i - 1]!.at >= 3 * interval;
    return late ? [[at - interval, ...row.slice(1).map(() => null)], row] : [row];
  });
  const column = (n: number) => rows.map((row) => row[n] ?? null);
  return [rows.map(([at]) => at!), ...[1, 2, 3, 4, 5].map(column)];
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
