// What the rows share: a player, its stream, and means to see and hear it that every browser has.
import type { LEB as Library, Player } from "../src/leb.js";
import type { Edge } from "./edge.js";

/** What is tested. */
export interface Bench {
  library: NonNullable<typeof Library>;
  player: Player;
  video: HTMLVideoElement;
  url: string;
  /** Null for a stream of another server. */
  edge: Edge | null;
}

/** The time for what a row waits for, in ms. */
const limit = 10_000;

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Asks several times a second until the answer is true. Rejects with `what` if it takes too long. */
export async function until(what: string, ask: () => boolean, time = limit): Promise<void> {
  for (const end = performance.now() + time; !ask(); await sleep(40)) {
    if (performance.now() > end) throw new Error(`not after ${time / 1000} s: ${what}`);
  }
}

/** Resolves with the result of `wanted`, or rejects with `what` if it takes too long. */
export function within<T>(what: string, wanted: Promise<T>, time = limit): Promise<T> {
  return Promise.race([
    wanted,
    sleep(time).then(() => {
      throw new Error(`not after ${time / 1000} s: ${what}`);
    }),
  ]);
}

/** Waits until the picture has changed several times: some browsers count no frames of a MediaStream. */
export async function pictureMoves(video: HTMLVideoElement): Promise<void> {
  const canvas = Object.assign(document.createElement("canvas"), { width: 64, height: 36 });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("there is no canvas");
  let last = "";
  let changes = -1; // the first look is no change
  await until("a picture that changes", () => {
    context.drawImage(video, 0, 0, canvas.width, canvas.height);
    const now = context.getImageData(0, 0, canvas.width, canvas.height).data.join();
    if (now !== last) changes++;
    last = now;
    return changes >= 10;
  });
}
