/** A mute that the player has set because the browser refused to play with sound. It lasts until anyone unmutes the video. */
export class AutoplayMute {
  private lasts = false;

  constructor(private readonly video: HTMLVideoElement) {}

  /** Reports whether the video is muted by the player alone. */
  get active(): boolean {
    return this.lasts && this.video.muted;
  }

  /** Regards the video's mute as the player's, unless the viewer has unmuted it in the meantime. */
  begin(): void {
    if (!this.video.muted) return;
    this.lasts = true;
    this.video.addEventListener("volumechange", this.onVolumeChange);
  }

  /** Leaves the video as it is: a mute that follows is the viewer's or the page's. */
  forget(): void {
    this.lasts = false;
    this.video.removeEventListener("volumechange", this.onVolumeChange);
  }

  /** Unmutes the video if the player had muted it. Reports whether it had. */
  undo(): boolean {
    const { active } = this;
    this.forget();
    if (active) this.video.muted = false;
    return active;
  }

  private readonly onVolumeChange = (): void => {
    if (!this.video.muted) this.forget();
  };
}

/** Reports whether a rejection of play() means that the browser wants a gesture of the viewer first. */
export function isRefusal(rejection: unknown): boolean {
  return (rejection as Error | undefined)?.name === "NotAllowedError";
}
