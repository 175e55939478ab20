// The keys of the page. A box being typed in, or a list being chosen from, keeps all its keys; a focused button keeps its space.

/** What the keys do. */
export interface Actions {
  toggle(): void;
  snapshot(): void;
  pictureInPicture(): void;
  mute(): void;
  fullScreen(): void;
}

/** Listens for space or k, s, p, m and f. */
export function bindKeys(actions: Actions): void {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const target = event.target;
    if (target instanceof HTMLInputElement || target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement) return;
    if (event.key === " " && target !== document.body) return;

    const { toggle, snapshot, pictureInPicture, mute, fullScreen } = actions;
    const action = { " ": toggle, k: toggle, s: snapshot, p: pictureInPicture, m: mute, f: fullScreen }[event.key.toLowerCase()];
    if (!action) return;
    event.preventDefault();
    action();
  });
}
