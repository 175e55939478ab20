import type { PlayerState, Stats, TrackStats } from "leb-player";
import type { FigureName, Texts } from "./texts.js";

const unknown = "–";

/** Returns the values of the statistics in words. A dash stands for what is not known. */
export function figuresOf(state: PlayerState | undefined, stats: Stats | null | undefined, texts: Texts): Record<FigureName, string> {
  const { video, audio } = stats ?? {};
  const tracks = [video, audio].filter((track) => track !== undefined);
  const any = (text: () => string) => (tracks.length > 0 ? text() : unknown);
  return {
    state: state ? texts.states[state] : unknown,
    resolution: video?.width ? `${video.width} × ${video.height}` : unknown,
    frameRate: video ? `${video.framesPerSecond.toFixed(1)} fps` : unknown,
    bitRate: any(() => bitRate(tracks.reduce((sum, { bitrate }) => sum + bitrate, 0))),
    delay: milliseconds((video ?? audio)?.latency),
    loss: any(() => `${(greatest(tracks, "loss") * 100).toFixed(1)} %`),
    jitter: any(() => milliseconds(greatest(tracks, "jitter"))),
    stalls: video ? `${video.freezeCount} (${(video.totalFreezesDuration / 1000).toFixed(1)} s)` : unknown,
    codec: any(() => tracks.map(({ codec }) => codec.toUpperCase()).join(", ")),
  };
}

function greatest(tracks: TrackStats[], name: "loss" | "jitter"): number {
  return Math.max(...tracks.map((track) => track[name]));
}

function milliseconds(value: number | undefined): string {
  return value === undefined ? unknown : `${value.toFixed(0)} ms`;
}

function bitRate(bits: number): string {
  return bits < 1e6 ? `${(bits / 1e3).toFixed(0)} kbit/s` : `${(bits / 1e6).toFixed(2)} Mbit/s`;
}
