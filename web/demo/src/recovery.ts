// The badge over a stalled video: the length of the stall, or the time until the next attempt.
import { byId } from "./dom.js";
import { number, onLanguage, words } from "./i18n.js";
import type { Detail, PlayerState } from "./leb.js";

/** The badge over a stalled video, hidden while the stream plays. */
export interface RecoveryView {
  setState(state: PlayerState): void;
  /** Announces the next attempt. */
  expect(next: Detail<"reconnecting">): void;
}

/** Creates the badge, hidden. */
export function createRecovery(): RecoveryView {
  const badge = byId("recovery", HTMLElement);
  let state: PlayerState = "idle";
  let since = 0;
  let attempt = 0;
  let due = 0;
  let timer = 0;

  function draw(): void {
    const still = state === "stalled" || state === "reconnecting";
    badge.hidden = !still;
    badge.textContent = still ? [words().states[state], ...describe(performance.now())].join(" · ") : "";
  }
  function describe(now: number): string[] {
    const { page } = words();
    if (state === "stalled") return [seconds(now - since)];
    if (attempt === 0) return [];
    const nth = page.attempt.replace("#", number(attempt));
    return now < due ? [nth, page.inTime.replace("#", seconds(due - now))] : [nth];
  }
  onLanguage(draw);

  return {
    setState(next) {
      state = next;
      clearInterval(timer);
      if (state === "stalled" || state === "reconnecting") timer = window.setInterval(draw, 100);
      else attempt = 0;
      since = performance.now();
      draw();
    },
    expect(next) {
      attempt = next.attempt;
      due = performance.now() + next.delay;
      draw();
    },
  };
}

const seconds = (milliseconds: number) => `${number(milliseconds / 1000, 1)} s`;
