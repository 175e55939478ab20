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

/** Reports whether the browser plays HLS natively in this element. */
export function playsHLS(video: HTMLVideoElement): boolean {
  return video.canPlayType("application/vnd.apple.mpegurl") !== "";
}
