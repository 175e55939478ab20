/** Full screen in browsers without the Fullscreen API: see browsers.md, "full screen on iPhones". */
interface AppleVideo extends HTMLVideoElement {
  webkitEnterFullscreen?(): void;
  webkitExitFullscreen?(): void;
}

/** The video element of a TXLivePlayer, found in the page or made. */
export class View {
  /** The styles of page and video from before enterFullWindow(). */
  private before: { overflow: string; style: string } | null = null;

  private constructor(
    readonly video: AppleVideo,
    private readonly made: boolean,
  ) {}

  /** Returns the view for what a page passes: a video, an element to put one into, or the id of either. Null for anything else. */
  static of(given: unknown): View | null {
    const element = typeof given === "string" ? document.getElementById(given) : given;
    if (!(element instanceof HTMLElement)) return null;
    return element instanceof HTMLVideoElement ? new View(element, false) : new View(appendVideo(element), true);
  }

  /** Gives the page back what it had. */
  remove(): void {
    this.exitFullWindow();
    if (this.made) this.video.remove();
  }

  requestFullscreen(): void {
    const { video } = this;
    if (video.requestFullscreen) video.requestFullscreen({ navigationUI: "hide" }).catch(warn);
    else if (video.webkitEnterFullscreen) video.webkitEnterFullscreen();
    else this.enterFullWindow();
  }

  exitFullscreen(): void {
    if (document.fullscreenElement) document.exitFullscreen().catch(warn);
    else if (this.before) this.exitFullWindow();
    else this.video.webkitExitFullscreen?.();
  }

  enterFullWindow(): void {
    const { style } = document.documentElement;
    this.before ??= { overflow: style.overflow, style: this.video.style.cssText };
    style.overflow = "hidden";
    const whole = "position: fixed; inset: 0; top: 0; left: 0; width: 100%; height: 100%; z-index: 9999; background: #000; object-fit: contain";
    this.video.style.cssText = whole;
  }

  exitFullWindow(): void {
    if (!this.before) return;
    document.documentElement.style.overflow = this.before.overflow;
    this.video.style.cssText = this.before.style;
    this.before = null;
  }
}

/** Says on the console what a page that expects no exceptions would not learn otherwise. */
export function warn(reason: unknown): void {
  console.warn("LEB Player:", reason instanceof Error ? reason.message : reason);
}

function appendVideo(parent: HTMLElement): HTMLVideoElement {
  const video = document.createElement("video");
  video.autoplay = video.muted = video.controls = video.playsInline = true;
  for (const attribute of ["webkit-playsinline", "x5-playsinline"]) video.setAttribute(attribute, "");
  video.style.cssText = "display: block; margin: 0 auto; max-width: 100%; max-height: 100%; object-fit: contain";
  return parent.appendChild(video);
}
