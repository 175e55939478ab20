// The local edge goes wrong on demand: a row of buttons, for watching how the player gets over it.
import { byId, el } from "./dom.js";
import { type FaultName, faultNames } from "./faultnames.js";
import { onLanguage, words } from "./i18n.js";

/** Those that heal by themselves, after so many ms. */
const brief: Partial<Record<FaultName, number>> = { "jitter-150": 5000 };

/** The row of buttons. */
export interface FaultsView {
  /** Shows the row for a stream of the local edge; null hides it. */
  setStream(url: string | null): void;
}

/** Makes the row, hidden. Tell hears what was asked for, and what the edge objected. */
export function createFaults(edge: string, tell: (event: string, detail?: unknown) => void): FaultsView {
  const row = byId("faults", HTMLElement);
  let stream: string | null = null;
  let healing = 0;

  const buttons = faultNames.map((fault) => {
    const button = el("button", "quiet");
    button.type = "button";
    button.dataset["fault"] = fault;
    button.addEventListener("click", () => void inject(fault));
    return button;
  });
  row.append(...buttons);
  onLanguage(() => buttons.forEach((button, i) => (button.textContent = words().faults[faultNames[i] ?? ""])));

  async function inject(fault: FaultName): Promise<void> {
    if (stream === null) return;
    const lasts = brief[fault];
    if (lasts !== undefined || fault === "") clearTimeout(healing);
    if (lasts !== undefined) healing = window.setTimeout(() => void inject(""), lasts);
    const query = new URLSearchParams({ stream, ...(fault && { fault }) });
    tell("fault", fault || "clear");
    try {
      const reply = await fetch(`${edge}/edge/fault?${query}`, { method: fault ? "POST" : "DELETE" });
      if (!reply.ok) tell("fault refused", await reply.text());
    } catch (thrown) {
      tell("fault refused", String(thrown));
    }
  }

  return {
    setStream(url) {
      stream = url;
      row.hidden = url === null;
    },
  };
}
