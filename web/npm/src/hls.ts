import { LEBError } from "./error.js";
import type { Emit } from "./events.js";
import type { PlayerOptions } from "./options.js";

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

/** The media events that may change whether the stream is playing. */
const started = ["loadeddata", "pause", "play"];

/** Receives the reports of a {@link NativeHLS}; the session that it replaces. */
export interface NativeHLSObserver {
  /** Called at the first frame, and after it whenever the video is paused or resumed. */
  started(): void;
  /** Called when the browser has given up. */
  failed(): void;
  emit: Emit;
}

/** An HLS stream that the browser plays natively in the page's video. */
export class NativeHLS {
  private muted = false;
  private stopped = false;

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly url: string,
    private readonly autoplay: PlayerOptions["autoplay"],
    private readonly observer: NativeHLSObserver,
  ) {
    for (const type of started) video.addEventListener(type, this.onStarted);
    video.addEventListener("error", observer.failed);
    video.playsInline = true;
    video.src = url;
    void this.start();
  }

  /** Removes the stream from the video, unless the page has set another source. Calling it again is harmless. */
  stop(): void {
    if (this.stopped) return;
    this.stopped = true;
    for (const type of started) this.video.removeEventListener(type, this.onStarted);
    this.video.removeEventListener("error", this.observer.failed);
    this.unmute();
    if (this.video.getAttribute("src") !== this.url) return;
    this.video.removeAttribute("src");
    this.video.load(); // removes the last frame
  }

  private readonly onStarted = (): void => {
    if (this.video.readyState >= this.video.HAVE_CURRENT_DATA) this.observer.started();
  };

  /** Starts the video as Go does: muted if the browser refuses to play with sound. */
  private async start(): Promise<void> {
    if (await this.play()) return;
    if (this.autoplay !== "manual" && !this.video.muted) {
      this.muted = this.video.muted = true;
      if (!(await this.play())) this.unmute();
    }
    if (!this.stopped) this.observer.emit("autoplayblocked", { muted: this.muted });
  }

  /** Reports whether the browser allows playing. Other failures arrive as an `error` event of the video. */
  private play(): Promise<boolean> {
    return this.video.play().then(
      () => true,
      (refusal: Error) => refusal.name !== "NotAllowedError",
    );
  }

  private unmute(): void {
    if (this.muted) this.muted = this.video.muted = false;
  }
}
