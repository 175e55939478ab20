// The options of the player that visitors can try, in a fold of the form. They take effect at the next play.
import { byId, el } from "./dom.js";
import { number, onLanguage, words } from "./i18n.js";
import type { Choices } from "./settings.js";

/** The jitter buffer targets on offer, in ms. The smallest and the largest are the library's limits. */
const latencies = ["auto", 0, 50, 100, 200, 400, 800, 1600, 4000] as const;

/** The fold with the options. */
export interface OptionsView {
  /** The chosen values. */
  choices: Choices;
}

/** Creates the fold, closed. Its summary shows the chosen values. */
export function createOptions(): OptionsView {
  const latency = byId("latency", HTMLSelectElement);
  const sei = byId("ask-sei", HTMLInputElement);
  const chosen = byId("options-chosen", HTMLElement);
  latency.append(...latencies.map(() => el("option")));

  const view: OptionsView = {
    get choices() {
      return { latency: latencies[latency.selectedIndex] ?? "auto", sei: sei.checked };
    },
    set choices(choices) {
      latency.selectedIndex = Math.max(0, latencies.findIndex((value) => value === choices.latency));
      sei.checked = choices.sei;
      draw();
    },
  };

  function draw(): void {
    const { page } = words();
    latencies.forEach((value, i) => (latency.options[i]!.text = value === "auto" ? page.auto : `${number(value)} ms`));
    const { jitterBufferTarget, on, off } = page;
    chosen.textContent = `${jitterBufferTarget} ${latency.selectedOptions[0]?.text} · SEI ${sei.checked ? on : off}`;
  }
  onLanguage(draw);
  latency.addEventListener("change", draw);
  sei.addEventListener("change", draw);
  return view;
}
