import { LEBError } from "./error.js";

/**
 * Returns the usual HLS URL of a stream: `https://host/app/stream.m3u8?query` for `webrtc://host/app/stream?query`.
 * @throws LEBError `bad-stream-url`
 */
export function hlsURL(streamURL: string): string {
  const [, path, query = ""] = /^webrtc:\/\/([^/?#@\s]+(?:\/[^/?#\s]+){2,})(\?[^#\s]*)?$/i.exec(streamURL) ?? [];
  if (!path) throw new LEBError("bad-stream-url", "it is not webrtc://host/app/stream");
  return `https://${path}.m3u8${query}`;
}

/** What the fallback uses of an instance of hls.js. */
export interface HLSInstance {
  loadSource(url: string): void;
  attachMedia(video: HTMLMediaElement): void;
  on(event: string, listener: (event: string, data: { fatal: boolean; details: string }) => void): void;
  destroy(): void;
}

/** What the fallback uses of the class of hls.js. */
export interface HLSClass {
  new (): HLSInstance;
  isSupported(): boolean;
}

/** Loads hls.js: returns its class or its module, or a promise of one. */
export type HLSLoader = () => HLSClass | { default: HLSClass } | Promise<HLSClass | { default: HLSClass }>;

/**
 * Returns the class of hls.js, for a browser that plays no HLS natively.
 * @throws LEBError `unsupported`; what the loader throws
 */
export async function loadHLS(loader: HLSLoader | undefined): Promise<HLSClass> {
  if (!loader) throw new LEBError("unsupported", "this browser does not play HLS natively: pass fallbackLoader, which loads hls.js");
  const loaded = await loader();
  const Hls = "default" in loaded ? loaded.default : loaded;
  if (!Hls.isSupported()) throw new LEBError("unsupported", "hls.js does not support this browser");
  return Hls;
}

/** Reports whether the browser plays HLS natively in this element. */
export function playsHLS(video: HTMLVideoElement): boolean {
  return video.canPlayType("application/vnd.apple.mpegurl") !== "";
}
