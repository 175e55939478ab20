// The live statistics: two values with a sparkline, the rest as a list. A dash stands for an unknown value.
import type { Stats } from "./leb.js";
import { byId, el } from "./dom.js";
import { number, onLanguage, words } from "./i18n.js";
import { createSparkline } from "./sparkline.js";

/** The panel of live statistics. */
export interface StatsView {
  show(stats: Stats, sessionId: string | null): void;
  clear(): void;
}

const gauges = ["bitrate", "frameRate"] as const;
const rows = [
  "score", "size", "frames", "videoCodec", "audioCodec", "loss", "jitter", "buffer", "decode", "roundTrip", "latency", "repairs", "dropped",
  "freezes", "concealed", "path", "session",
] as const;
type Name = (typeof gauges)[number] | (typeof rows)[number];

const unknown = "–";

/** Creates the panel, without values. */
export function createStats(): StatsView {
  const labels = new Map<Name, HTMLElement>();
  const values = new Map<Name, HTMLElement>();
  const sparks = { bitrate: createSparkline(), frameRate: createSparkline() };

  const cell = (name: Name, ...more: Node[]): HTMLElement => {
    const label = el("dt");
    const value = el("dd", "", unknown);
    value.dataset["stat"] = name;
    labels.set(name, label);
    values.set(name, value);
    return el("div", name, label, value, ...more);
  };
  byId("stats", HTMLElement).append(
    el("dl", "gauges", ...gauges.map((name) => cell(name, sparks[name].node))),
    el("dl", "rows", ...rows.map((name) => cell(name))),
  );
  onLanguage(() => labels.forEach((label, name) => (label.textContent = words().page[name])));

  return {
    show(stats, sessionId) {
      for (const [name, text] of Object.entries(describe(stats, sessionId))) {
        const value = values.get(name as Name);
        if (value) value.textContent = text;
      }
      sparks.bitrate.add(totalBitrate(stats));
      sparks.frameRate.add(stats.video?.framesPerSecond ?? 0);
    },
    clear() {
      for (const value of values.values()) value.textContent = unknown;
      for (const spark of Object.values(sparks)) spark.clear();
    },
  };
}

function describe(stats: Stats, sessionId: string | null): Record<Name, string> {
  const { video, audio, candidatePair: pair } = stats;
  const lost = (video?.packetsLost ?? 0) + (audio?.packetsLost ?? 0);
  return {
    score: `${number(stats.score)} / ${number(5)}`,
    bitrate: bitrate(totalBitrate(stats)),
    frameRate: video ? `${number(video.framesPerSecond, 1)} fps` : unknown,
    frames: video ? `${rate(video.framesReceivedPerSecond)} · ${rate(video.framesRenderedPerSecond)} fps` : unknown,
    size: video?.width ? `${video.width} × ${video.height}` : unknown,
    videoCodec: video ? codec(video) : unknown,
    audioCodec: audio ? codec(audio) : unknown,
    loss: `${percent(Math.max(video?.loss ?? 0, audio?.loss ?? 0))} (${number(lost)})`,
    jitter: each(milliseconds(video?.jitter), milliseconds(audio?.jitter)),
    buffer: each(milliseconds(video?.jitterBufferDelay), milliseconds(audio?.jitterBufferDelay)),
    decode: milliseconds(video?.decodeTime),
    roundTrip: milliseconds(stats.roundTripTime),
    latency: milliseconds((video ?? audio)?.latency),
    repairs: video ? [video.nackCount + (audio?.nackCount ?? 0), video.pliCount, video.firCount].map((n) => number(n)).join(" · ") : unknown,
    dropped: video ? number(video.framesDropped) : unknown,
    freezes: video ? freezes(video) : unknown,
    concealed: audio?.concealed === undefined ? unknown : percent(audio.concealed),
    path: pair ? `${pair.local} → ${pair.remote} · ${pair.protocol}` : unknown,
    session: sessionId ?? unknown,
  };
}

function totalBitrate({ video, audio }: Stats): number {
  return (video?.bitrate ?? 0) + (audio?.bitrate ?? 0);
}

/** Formats a rate of frames, where the browser counts them. */
function rate(perSecond: number | undefined): string {
  return perSecond === undefined ? unknown : number(perSecond, 1);
}

function codec(track: { codec: string; bitrate: number }): string {
  return `${track.codec || unknown} · ${bitrate(track.bitrate)}`;
}

function freezes({ freezeCount, totalFreezesDuration, longestFreeze }: NonNullable<Stats["video"]>): string {
  if (freezeCount === 0) return number(0);
  return `${number(freezeCount)} · ${milliseconds(totalFreezesDuration)} · ${words().page.longest.replace("#", milliseconds(longestFreeze))}`;
}

/** Formats a value of the video and of the audio. */
function each(video: string, audio: string): string {
  return `${video} · ${audio}`;
}

function percent(share: number): string {
  return `${number(100 * share, 1)} %`;
}

function bitrate(bitsPerSecond: number): string {
  return bitsPerSecond >= 1e6 ? `${number(bitsPerSecond / 1e6, 2)} Mbit/s` : `${number(bitsPerSecond / 1e3)} kbit/s`;
}

function milliseconds(value: number | undefined): string {
  return value === undefined ? unknown : `${number(value, value < 10 ? 1 : 0)} ms`;
}
