// The core list: what the player has to do in every browser. Each row stands on the one before.
import { type Bench, pictureMoves, until, within } from "./bench.js";
import type { RowName } from "./texts.js";

/** A row that does not apply here. */
export class Skipped extends Error {}

/** A row returns a figure worth showing, or "". It rejects with what is wrong. */
type Row = (bench: Bench) => Promise<string>;

/** The rows, in order. */
export const rows: Record<RowName, Row> = {
  async supported({ library }) {
    const { reason, h264 } = await library.probe();
    if (!library.Player.isSupported() || reason !== undefined) throw new Error(reason ?? "isSupported() is false");
    return h264 ? "H.264" : "";
  },

  async firstFrame({ player, url, video }) {
    let figure = "";
    let blocked = false;
    player.addEventListener("firstframe", ({ detail }) => (figure = `${Math.round(detail.elapsed)} ms, ${video.videoWidth} × ${video.videoHeight}`), { once: true });
    player.addEventListener("autoplayblocked", () => (blocked = true), { once: true });
    await within("a first frame", player.play(url));
    return figure + (blocked ? ", muted by the browser" : "");
  },

  async picture({ video }) {
    await pictureMoves(video);
    return "";
  },

  async sound({ player }) {
    const bytes = () => player.stats?.audio?.bytesReceived ?? 0;
    await until("audio", () => bytes() > 0);
    const before = bytes();
    await until("more audio", () => bytes() > before + 2_000);
    const concealed = player.stats?.audio?.concealed ?? 0;
    if (concealed > 0.2) throw new Error(`${Math.round(concealed * 100)} % of the audio is made up`);
    return "";
  },

  async statistics({ player }) {
    const { score, video, roundTripTime } = player.stats!;
    if (!video?.width || !(video.framesPerSecond > 0)) throw new Error(JSON.stringify(player.stats));
    return `score ${score}, ${Math.round(video.framesPerSecond)} fps, RTT ${roundTripTime === undefined ? "?" : Math.round(roundTripTime)} ms`;
  },

  async sei({ player, edge }) {
    let messages = 0;
    const count = () => void messages++;
    player.addEventListener("sei", count);
    try {
      await until("SEI messages", () => messages > 5, edge ? undefined : 3_000);
    } catch (error) {
      throw edge ? error : new Skipped("the stream seems to have none");
    } finally {
      player.removeEventListener("sei", count);
    }
    return "";
  },

  async snapshot({ player, video }) {
    const { width, height } = await createImageBitmap(await player.snapshot());
    if (width !== video.videoWidth || height !== video.videoHeight) throw new Error(`${width} × ${height}`);
    return "";
  },

  async pause({ player, video }) {
    player.pause();
    await until("paused", () => player.state === "paused" && video.paused);
    await player.resume();
    await until("playing", () => player.state === "playing");
    await pictureMoves(video);
    return "";
  },

  async switchTo(bench) {
    const { player, video, url, edge } = bench;
    if (edge) bench.url = `${url}-2`;
    const began = performance.now();
    await within("the other stream", player.switchTo(bench.url));
    const took = performance.now() - began;
    await pictureMoves(video);
    return `${Math.round(took)} ms`;
  },

  closes: (bench) => recovers(bench, "close"),
  stops: (bench) => recovers(bench, "stop"),

  async stop({ player, video }) {
    await player.stop();
    if (player.state !== "stopped" || video.srcObject) throw new Error(`the state is ${player.state}`);
    return "";
  },
};

/** Injects a fault, and waits until the picture moves again. */
async function recovers({ player, video, url, edge }: Bench, fault: string): Promise<string> {
  if (!edge) throw new Skipped("only with the edge of make demo");
  let took: number | undefined;
  player.addEventListener("recovered", ({ detail }) => (took = detail.duration), { once: true });
  await edge.inject(url, fault);
  await until("recovered", () => took !== undefined);
  await pictureMoves(video);
  return `${Math.round(took!)} ms`;
}
