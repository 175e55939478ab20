// What can be done with a picture that is there: pause it, keep it, show it over other windows.
import { byId } from "./dom.js";
import { download } from "./download.js";
import type { Player, PlayerState } from "./leb.js";

/** The buttons beside the state chip; the keys do the same. */
export interface Controls {
  setState(state: PlayerState): void;
  /** Pauses what moves, or goes on. False when there is nothing to pause. */
  togglePause(): boolean;
  snapshot(): void;
  togglePictureInPicture(): void;
}

const withPicture: readonly PlayerState[] = ["playing", "paused", "stalled", "reconnecting"];

/** Makes the buttons. What goes wrong is told to failed; what a snapshot is, to taken. */
export function createControls(
  player: () => Player | null,
  taken: (picture: Blob) => void,
  failed: (what: string, thrown: unknown) => void,
): Controls {
  const pause = byId("pause", HTMLButtonElement);
  const camera = byId("snapshot", HTMLButtonElement);
  const apart = byId("window", HTMLButtonElement);
  let state: PlayerState = "idle";
  apart.hidden = !document.pictureInPictureEnabled;

  const attempt = (what: string, act: (player: Player) => Promise<void>) => {
    const current = player();
    if (current && withPicture.includes(state)) act(current).catch((thrown: unknown) => failed(what, thrown));
  };

  const controls: Controls = {
    setState(next) {
      state = next;
      pause.setAttribute("aria-pressed", String(state === "paused"));
      for (const button of [pause, camera, apart]) button.disabled = !withPicture.includes(state);
    },
    togglePause() {
      if (!withPicture.includes(state)) return false;
      attempt("resume", async (current) => (state === "paused" ? current.resume() : current.pause()));
      return true;
    },
    snapshot() {
      attempt("snapshot", async (current) => {
        const picture = await current.snapshot();
        download(picture, "leb", "png");
        taken(picture);
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
