import { LEBError } from "./error.js";
import type { Emit } from "./events.js";
import type { PlayerOptions } from "./options.js";

/**
 * The HLS URL that usually goes with a stream: `webrtc://host/app/stream?query` → `https://host/app/stream.m3u8?query`.
 * @throws LEBError `bad-stream-url`
 */
export function hlsURL(streamURL: string): string {
  const [, path, query = ""] = /^webrtc:\/\/([^/?#@\s]+(?:\/[^/?#\s]+){2,})(\?[^#\s]*)?$/i.exec(streamURL) ?? [];
  if (!path) throw new LEBError("bad-stream-url", "it is not webrtc://host/app/stream");
  return `https://${path}.m3u8${query}`;
}

/** Whether the browser itself plays HLS in this element. */
export function playsHLS(video: HTMLVideoElement): boolean {
  return video.canPlayType("application/vnd.apple.mpegurl") !== "";
}

/** What may mean that it plays, or no longer does. */
const started = ["loadeddata", "pause", "play"];

/** What a {@link NativeHLS} tells the session it stands in for. */
export interface NativeHLSObserver {
  /** The first frame is there; later: it is paused, or goes on. */
  started(): void;
  /** The browser has given up. */
  failed(): void;
  emit: Emit;
}

/** An HLS stream that the browser itself plays in the page's video. */
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

  /** Takes the stream out of the video, unless the page has put something else there. Harmless the second time. */
  stop(): void {
    if (this.stopped) return;
    this.stopped = true;
    for (const type of started) this.video.removeEventListener(type, this.onStarted);
    this.video.removeEventListener("error", this.observer.failed);
    this.unmute();
    if (this.video.getAttribute("src") !== this.url) return;
    this.video.removeAttribute("src");
    this.video.load(); // without it the last frame would stay
  }

  private readonly onStarted = (): void => {
    if (this.video.readyState >= this.video.HAVE_CURRENT_DATA) this.observer.started();
  };

  /** As Go starts its streams: when sound is refused, without. */
  private async start(): Promise<void> {
    if (await this.play()) return;
    if (this.autoplay !== "manual" && !this.video.muted) {
      this.muted = this.video.muted = true;
      if (!(await this.play())) this.unmute();
    }
    if (!this.stopped) this.observer.emit("autoplayblocked", { muted: this.muted });
  }

  /** Whether the browser allows it; an `error` event tells what else goes wrong. */
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
