// Compiles only if the types of the options take what they should, and refuse the rest.

import "leb-player/element";
import { type ChangeableOptions, Player, type PlayerOptions, type PlayOptions, play } from "leb-player";

declare const video: HTMLVideoElement;
declare const maybe: {
  text: string | undefined;
  count: number | undefined;
  flag: boolean | undefined;
  signal: AbortSignal | undefined;
};
declare const servers: readonly RTCIceServer[];

export const options: PlayerOptions[] = [
  { signalURL: maybe.text, clientInfo: maybe.text, latency: maybe.count, retry: maybe.flag, iceServers: undefined, wasmURL: maybe.text },
  { signalURL: ["https://a", "https://b"] as const, iceServers: servers, retry: { errcodes: [1, 2] as const, maxAttempts: maybe.count } },
  { iceServers: [{ urls: ["stun:a", "stun:b"], username: "u" }] } as const,
  { prepareTimeout: maybe.count, maxPrepared: 0 },
  { retry: true, reports: { quality: maybe.flag }, log: undefined, fallback: undefined },
  { wasmURL: new URL("https://a/leb.wasm"), workerURL: new URL("https://a/leb-worker.js") },
  { wasm: new Uint8Array(8) },
  { wasm: fetch("https://a/leb.wasm") },
  { wasm: WebAssembly.compileStreaming(fetch("https://a/leb.wasm")) },
  // @ts-expect-error: an address is wasmURL
  { wasm: "https://a/leb.wasm" },
  // @ts-expect-error: it is signalURL
  { signalUrl: "https://a" },
  // @ts-expect-error: it is maxAttempts
  { retry: { attempts: 3 } },
  // @ts-expect-error: it is iceState
  { reports: { icestate: false } },
  // @ts-expect-error: "low" is no latency
  { latency: "low" },
  // @ts-expect-error: a text is no number
  { startTimeout: "5000" },
  // @ts-expect-error: a BigInt is no number
  { latency: 200n },
  // @ts-expect-error: "off" is no way to play
  { autoplay: "off" },
];

export const playOptions: PlayOptions[] = [
  { signal: maybe.signal, sessionId: maybe.text },
  // @ts-expect-error: it is sessionId
  { sessionid: "s" },
  // @ts-expect-error: the controller is not the signal
  { signal: new AbortController() },
];

export const changeable: ChangeableOptions[] = [
  {},
  { latency: maybe.count, statsInterval: maybe.count, reports: { quality: maybe.flag }, log: undefined, retry: maybe.flag },
  // @ts-expect-error: it can't change during a play
  { signalURL: "https://a" },
  // @ts-expect-error: it can't change during a play
  { startTimeout: 5000 },
];
new Player(video).setOptions(changeable[0]!);
// @ts-expect-error: nothing to change
new Player(video).setOptions();

void play(video, "webrtc://a/b/c", { ...options[0], signal: maybe.signal });
void new Player(video, { signalURL: maybe.text }).play("webrtc://a/b/c", { signal: maybe.signal });
void play(video, () => "webrtc://a/b/c");
void new Player(video).switchTo(async () => "webrtc://a/b/c");
// @ts-expect-error: it has to give a text
void new Player(video).play(() => 7);

/** Events by name. A misspelt one would never be heard. */
export function listen(player: Player): void {
  player.addEventListener("statechange", ({ detail }) => void detail.summary?.watched);
  player.addEventListener("error", { handleEvent: ({ detail }) => void detail.code }, { once: true });
  // @ts-expect-error misspelt
  player.addEventListener("statechanged", () => undefined);
  // @ts-expect-error misspelt
  player.removeEventListener("Error", () => undefined);
  // @ts-expect-error it is a boolean, not a promise
  void Player.isSupported().then;
}

/** A subclass may have members of any name. */
export class OwnPlayer extends Player {
  readonly session = "the page's";
  private readonly journal = 1;
  emit(): number {
    return this.journal;
  }
}

const element = document.createElement("leb-video");
element.config = options[0]!;
element.renditions = [{ id: "hd", height: 720 }, { src: "webrtc://a/b/c" }];
element.src = element.latency = element.poster;
element.muted = element.keepAlive = element.disablePictureInPicture;
element.addEventListener("lebstats", ({ detail }) => detail.score.toFixed());
element.addEventListener("volumechange", () => element.volume * element.videoWidth);
export const failure: number | undefined = element.error?.detail.errcode;
// @ts-expect-error: it is signalURL
element.config = { signalUrl: "https://a" };
// @ts-expect-error: it follows from the stream
element.streamType = "on-demand";
