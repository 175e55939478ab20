// The controls of a video that is displayed: pause, snapshot, picture-in-picture.
import { byId } from "./dom.js";
import { download } from "./download.js";
import type { Player, PlayerState } from "./leb.js";

/** The buttons next to the state chip, whose actions are available as keys too. */
export interface Controls {
  setState(state: PlayerState): void;
  /** Pauses or resumes. Returns false if there is nothing to pause. */
  togglePause(): boolean;
  snapshot(): void;
  togglePictureInPicture(): void;
}

const withVideo: readonly PlayerState[] = ["playing", "paused", "stalled", "reconnecting"];

/** Creates the buttons. `taken` is called with each snapshot, `failed` with each failure. */
export function createControls(
  player: () => Player | null,
  taken: (image: Blob) => void,
  failed: (what: string, thrown: unknown) => void,
): Controls {
  const pause = byId("pause", HTMLButtonElement);
  const camera = byId("snapshot", HTMLButtonElement);
  const apart = byId("window", HTMLButtonElement);
  let state: PlayerState = "idle";
  apart.hidden = !document.pictureInPictureEnabled;

  const attempt = (what: string, act: (player: Player) => Promise<void>) => {
    const current = player();
    if (current && withVideo.includes(state)) act(current).catch((thrown: unknown) => failed(what, thrown));
  };

  const controls: Controls = {
    setState(next) {
      state = next;
      pause.setAttribute("aria-pressed", String(state === "paused"));
      for (const button of [pause, camera, apart]) button.disabled = !withVideo.includes(state);
    },
    togglePause() {
      if (!withVideo.includes(state)) return false;
      attempt("resume", async (current) => (state === "paused" ? current.resume() : current.pause()));
      return true;
    },
    snapshot() {
      attempt("snapshot", async (current) => {
        const image = await current.snapshot();
        download(image, "leb", "png");
        taken(image);
      });
    },
    togglePictureInPicture() {
      attempt("picture-in-picture", (current) => current.pictureInPicture(!document.pictureInPictureElement));
    },
  };
  pause.addEventListener("click", controls.togglePause);
  camera.addEventListener("click", controls.snapshot);
  apart.addEventListener("click", controls.togglePictureInPicture);
  return controls;
}
