import { AutoplayMute, isRefusal } from "./autoplaymute.js";
import { LEBError } from "./error.js";
import type { AutoplayBlocked } from "./events.js";
import { type HLSClass, type HLSInstance, hlsURL, loadHLS, playsHLS } from "./hls.js";
import type { PlayerOptions } from "./options.js";
import { carrySound } from "./videoelement.js";

/** The media events after which a fallback may be in another state. */
const changes = ["loadeddata", "playing", "pause", "waiting", "ended", "error", "emptied"] as const;

/** Receives the reports of a {@link Fallback}; the session whose WebRTC has failed. */
export interface FallbackObserver {
  /** Called when the browser, with a URL, or the page, without one, has taken over the video. */
  tookOver(url: string | undefined): void;
  /** Called at the first frame, and after it when the video is paused, stands still or advances again. */
  entered(state: "playing" | "paused" | "stalled"): void;
  /** Called when the stream has come to its end. */
  ended(): void;
  /** Called when someone else has taken over the video. */
  taken(): void;
  /** Called when there is nothing to play, with the cause if it is the page's or the browser's own. */
  failed(cause?: LEBError): void;
  autoplayBlocked(detail: AutoplayBlocked): void;
}

/** What a fallback replaces: the stream, and the failure of WebRTC. */
export interface FallbackRequest {
  video: HTMLVideoElement;
  url: string;
  options: PlayerOptions;
  reason: LEBError;
}

/** A stream in the page's video that is not WebRTC's: HLS that the browser or hls.js plays, or whatever the page has put there. */
export class Fallback {
  /** Reports whether it has taken over the video. */
  active = false;
  private stopped = false;
  /** The HLS to play; undefined: the page plays something of its own. */
  private url: string | undefined;
  /** The video's src attribute while it plays the HLS: the URL, or that of hls.js's MediaSource. */
  private source: string | null | undefined;
  /** What plays the HLS; undefined: the browser. */
  private Hls: HLSClass | undefined;
  private hls: HLSInstance | undefined;
  private mute: AutoplayMute;
  /** Whether the viewer or the page has paused the video, and not the browser because it was removed from the document. */
  private held = false;

  constructor(
    private readonly request: FallbackRequest,
    private readonly observer: FallbackObserver,
  ) {
    this.mute = new AutoplayMute(request.video);
  }

  /** Asks the page what to play, and plays it. Never rejects. */
  async start(): Promise<void> {
    try {
      const url = await this.choose();
      if (this.stopped) return;
      if (typeof url === "string" && !playsHLS(this.request.video)) this.Hls = await loadHLS(this.request.options.fallbackLoader);
      if (!this.stopped) this.takeOver(url);
    } catch (error) {
      const cause = error instanceof LEBError ? error : new LEBError("bad-option", `the fallback failed: ${String(error)}`, { cause: error });
      if (!this.stopped) this.observer.failed(cause);
    }
  }

  /** Removes the stream from the video, unless it is the page's. Calling it again is harmless. */
  stop(): void {
    if (this.stopped) return;
    this.stopped = true;
    this.active = false;
    this.leave();
  }

  /** Goes on in another video. What the page has put into the old one is the page's to move. */
  attach(video: HTMLVideoElement): void {
    const old = this.request.video;
    const paused = old.paused && (this.held || old.isConnected);
    this.leave();
    carrySound(old, video);
    this.request.video = video;
    this.mute = new AutoplayMute(video);
    this.held = paused;
    if (this.active) this.follow(paused);
  }

  /** Reports whether the fallback still plays in a video. */
  private has(video: HTMLVideoElement): boolean {
    return !this.stopped && this.request.video === video;
  }

  /** Reports whether someone else has put a source into the video, or has removed the browser's HLS. */
  private get isTaken(): boolean {
    const { video } = this.request;
    return this.source !== undefined && (video.srcObject !== null || video.getAttribute("src") !== this.source);
  }

  private leave(): void {
    const { video } = this.request;
    const { isTaken } = this;
    for (const type of changes) video.removeEventListener(type, this.onChange);
    if (isTaken) this.mute.forget();
    else this.mute.undo();
    this.hls?.destroy();
    this.hls = undefined;
    if (video.getAttribute("src") !== this.source) return;
    video.removeAttribute("src");
    if (!isTaken) video.load(); // removes the last frame
  }

  /** Returns the HLS URL to play, or undefined if the page has taken over the video. */
  private choose(): string | undefined | Promise<string | undefined> {
    const { url, reason, options } = this.request;
    const { fallback } = options;
    if (typeof fallback === "function") return fallback(reason, { url }) as string | undefined;
    return typeof fallback === "string" && fallback !== "hls" ? fallback : hlsURL(url);
  }

  private takeOver(url: string | undefined): void {
    this.active = true;
    this.observer.tookOver(url);
    if (this.stopped) return; // by a listener
    if (typeof url === "string") this.url = url;
    this.follow(false);
  }

  /** Follows what the video does, after it has got the browser's HLS. */
  private follow(paused: boolean): void {
    const { video } = this.request;
    for (const type of changes) video.addEventListener(type, this.onChange);
    if (this.url === undefined) return this.tell();
    video.playsInline = true;
    this.load(video, this.url);
    this.source = video.getAttribute("src");
    if (paused) video.pause();
    else void this.play(video);
  }

  /** Gives the video its HLS. */
  private load(video: HTMLVideoElement, url: string): void {
    if (!this.Hls) {
      video.src = url;
      return;
    }
    const hls = (this.hls = new this.Hls());
    hls.on("hlsError", (_event, { fatal, details }) => {
      if (fatal && this.hls === hls) this.observer.failed(new LEBError("network", `hls.js: ${details}`));
    });
    hls.loadSource(url);
    hls.attachMedia(video);
  }

  /** Starts the video as Go does: muted if the browser refuses to play with sound. */
  private async play(video: HTMLVideoElement): Promise<void> {
    const { options } = this.request;
    if ((await this.allowed(video)) || !this.has(video)) return;
    if (options.autoplay !== "manual" && !video.muted) {
      video.muted = true;
      this.mute.begin();
      if (!(await this.allowed(video))) this.mute.undo();
    }
    if (this.has(video)) this.observer.autoplayBlocked({ muted: this.mute.active });
  }

  /** Starts the video and reports whether the browser allows that. Other failures arrive as an `error` event of the video. */
  private async allowed(video: HTMLVideoElement): Promise<boolean> {
    try {
      await video.play();
      return true;
    } catch (rejection) {
      return !this.has(video) || !isRefusal(rejection);
    }
  }

  private readonly onChange = ({ type }: Event): void => {
    const { video } = this.request;
    if (type === "pause" || type === "playing") this.held = video.paused && video.isConnected;
    if (this.isTaken) this.observer.taken();
    else if (type === "error") this.observer.failed();
    else if (type === "ended") this.observer.ended();
    else this.tell(type === "waiting");
  };

  private tell(waiting = false): void {
    const { video } = this.request;
    if (video.readyState < video.HAVE_CURRENT_DATA) return;
    this.observer.entered(video.paused ? "paused" : waiting ? "stalled" : "playing");
  }
}
