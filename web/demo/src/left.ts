/** Calls `act` when the visitor scrolls a section out of view or hides the page: nothing that nobody sees is received. */
export function onLeft(section: HTMLElement, act: () => void): void {
  document.addEventListener("visibilitychange", () => document.hidden && act());
  new IntersectionObserver(([seen]) => !seen!.isIntersecting && act()).observe(section);
}
