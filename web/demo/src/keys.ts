// The keyboard shortcuts of the laboratory. They apply while its video can be seen, but not to a focused text box or list; a focused button
// keeps the space key, and the player above its own keys.

/** The actions of the shortcuts. */
export interface Actions {
  toggle(): void;
  snapshot(): void;
  pictureInPicture(): void;
  mute(): void;
  fullScreen(): void;
}

/** Binds the actions to the keys: space or k, s, p, m and f. They apply while `screen` is in view. */
export function bindKeys(screen: HTMLElement, actions: Actions): void {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const target = event.target;
    if (target instanceof HTMLInputElement || target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement) return;
    if (event.key === " " && target !== document.body) return;
    if (target instanceof Element && target.closest("#front-player")) return;
    const { top, bottom } = screen.getBoundingClientRect();
    if (bottom <= 0 || top >= innerHeight) return;

    const { toggle, snapshot, pictureInPicture, mute, fullScreen } = actions;
    const action = { " ": toggle, k: toggle, s: snapshot, p: pictureInPicture, m: mute, f: fullScreen }[event.key.toLowerCase()];
    if (!action) return;
    event.preventDefault();
    action();
  });
}
