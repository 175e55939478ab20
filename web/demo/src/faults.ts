// A row of buttons that inject faults into the local edge, to show how the player recovers.
import { byId, el } from "./dom.js";
import { type FaultName, faultNames } from "./faultnames.js";
import { onLanguage, words } from "./i18n.js";

/** The faults that the page clears itself, and after how many ms. */
const temporary: Partial<Record<FaultName, number>> = { "jitter-150": 5000 };

/** The faults of a play from its beginning, which therefore begins anew. A play that has reached a server is patient. */
const fromTheStart: readonly FaultName[] = ["drop"];

/** The row of buttons. */
export interface FaultsView {
  /** Shows the row for a stream of the local edge, or hides it for null. */
  setStream(url: string | null): void;
}

/**
 * Creates the row, hidden. `report` is called with each requested fault and with the edge's refusals, and `play` after a fault that needs a new
 * play.
 */
export function createFaults(edge: string, report: (event: string, detail?: unknown) => void, play: () => void): FaultsView {
  const row = byId("faults", HTMLElement);
  const token = new URLSearchParams(location.search).get("token"); // needed on other machines than the edge's
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
    const lasts = temporary[fault];
    if (lasts !== undefined || fault === "") clearTimeout(healing);
    if (lasts !== undefined) healing = window.setTimeout(() => void inject(""), lasts);
    const query = new URLSearchParams({ stream, ...(fault && { fault }), ...(fromTheStart.includes(fault) && { scope: "all" }), ...(token && { token }) });
    report("fault", fault || "clear");
    try {
      const reply = await fetch(`${edge}/edge/fault?${query}`, { method: fault ? "POST" : "DELETE" });
      if (!reply.ok) report("fault refused", await reply.text());
      else if (fromTheStart.includes(fault)) play();
    } catch (thrown) {
      report("fault refused", String(thrown));
    }
  }

  return {
    setStream(url) {
      stream = url;
      row.hidden = url === null;
    },
  };
}
