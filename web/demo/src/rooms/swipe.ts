// Swipes over an element, by finger, pen or mouse.

/** Which of the rooms a swipe asks for: the next one, 1, or the one before, -1. */
export type Step = 1 | -1;

const least = 40; // px; less is a tap

/** Calls `begin` when a pointer touches the element, and `end` with the step of each swipe: to the left is to the next. */
export function onSwipe(element: HTMLElement, begin: () => void, end: (step: Step) => void): void {
  let from: { id: number; x: number; y: number } | null = null;
  element.addEventListener("pointerdown", ({ isPrimary, pointerId: id, clientX: x, clientY: y }) => {
    if (!isPrimary) return;
    from = { id, x, y };
    element.setPointerCapture(id);
    begin();
  });
  element.addEventListener("pointerup", ({ pointerId, clientX, clientY }) => {
    if (from?.id !== pointerId) return;
    const [x, y] = [clientX - from.x, clientY - from.y];
    from = null;
    if (Math.abs(x) >= least && Math.abs(x) > Math.abs(y)) end(x < 0 ? 1 : -1);
  });
  element.addEventListener("pointercancel", () => (from = null)); // the page is scrolled
}
