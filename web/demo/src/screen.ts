// The video and its surroundings: poster, state chip, volume, full screen, and the button that a refused autoplay needs.
import { byId } from "./dom.js";
import { onLanguage, words } from "./i18n.js";
import type { PlayerState } from "./leb.js";

/** The purpose of the gesture that a refused autoplay needs: sound (the video plays muted) or play (the video is paused). */
export type Gesture = "sound" | "play";

/** The video and its surroundings. */
export interface ScreenView {
  readonly video: HTMLVideoElement;
  setState(state: PlayerState): void;
  setSize(width: number, height: number): void;
  /** Shows the button for a gesture, or hides it for null. It disappears on its own when the gesture is no longer needed. */
  askFor(gesture: Gesture | null): void;
  toggleMute(): void;
  toggleFullScreen(): void;
}

/** Creates the screen. `onGesture` is called in the click on the button, while it counts as a user gesture. */
export function createScreen(onGesture: () => void): ScreenView {
  const video = byId("video", HTMLVideoElement);
  const frame = byId("screen", HTMLElement);
  const chip = byId("state", HTMLElement);
  const size = byId("video-size", HTMLElement);
  const mute = byId("mute", HTMLButtonElement);
  const volume = byId("volume", HTMLInputElement);
  const ask = byId("gesture", HTMLButtonElement);
  let state: PlayerState = "idle";
  let gesture: Gesture | null = null;

  function draw(): void {
    frame.dataset["state"] = chip.dataset["state"] = state;
    const word = words().states[state];
    if (chip.textContent !== word) chip.textContent = word;
    mute.setAttribute("aria-pressed", String(video.muted));
    volume.valueAsNumber = video.muted ? 0 : video.volume;
    ask.hidden = gesture === null;
    ask.textContent = gesture === "play" ? words().page.tapToPlay : words().page.tapForSound;
  }
  onLanguage(draw);

  function askFor(next: Gesture | null): void {
    const muteWasForced = gesture === "sound";
    gesture = next;
    if (next === null && muteWasForced) video.muted = false; // otherwise the next play would be muted without any notice
    draw();
  }
  function toggleMute(): void {
    video.muted = !video.muted;
  }
  function toggleFullScreen(): void {
    if (document.fullscreenElement) void document.exitFullscreen();
    else if (frame.requestFullscreen) frame.requestFullscreen().catch(() => {});
    else (video as { webkitEnterFullscreen?: () => void }).webkitEnterFullscreen?.(); // browsers.md, "full screen on iPhones"
  }

  video.addEventListener("volumechange", () => {
    if (!video.muted && gesture === "sound") askFor(null);
    draw();
  });
  video.addEventListener("playing", () => {
    if (gesture === "play") askFor(null);
  });
  ask.addEventListener("click", () => {
    askFor(null);
    onGesture();
  });
  mute.addEventListener("click", toggleMute);
  volume.addEventListener("input", () => {
    video.muted = volume.valueAsNumber === 0;
    if (!video.muted) video.volume = volume.valueAsNumber; // muting keeps the volume for later
  });
  byId("full", HTMLButtonElement).addEventListener("click", toggleFullScreen);
  frame.addEventListener("dblclick", toggleFullScreen);

  return {
    video,
    setState(next) {
      state = next;
      draw();
    },
    setSize(width, height) {
      size.textContent = width > 0 ? `${width} × ${height}` : "";
    },
    askFor,
    toggleMute,
    toggleFullScreen,
  };
}
