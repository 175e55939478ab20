import { PartButton } from "./partbutton.js";
import type { LEBStatisticsPanelElement } from "./statisticspanel.js";
import { textsFor } from "./texts.js";

/** Three bars. */
const bars = "M4 12h4v8H4zm6-8h4v16h-4zm6 5h4v11h-4z";

/** `<leb-statistics-button>`: opens and closes the `<leb-statistics-panel>` under the same controls. */
export class LEBStatisticsButtonElement extends PartButton {
  /** What it listens to. */
  #heard: HTMLElement | null = null;

  constructor() {
    super(bars);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#heard = this.controller;
    this.#heard?.addEventListener("toggle", this.#onToggle, true);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#heard?.removeEventListener("toggle", this.#onToggle, true);
  }

  override handleClick(): void {
    const { panel } = this;
    if (panel) panel.open = !panel.open;
  }

  protected override get label(): string {
    return textsFor(this).statistics;
  }

  protected override update(): void {
    super.update();
    this.setAttribute("aria-expanded", String(!!this.panel?.open));
  }

  private get panel(): LEBStatisticsPanelElement | null {
    return this.controller?.querySelector("leb-statistics-panel") ?? null;
  }

  /** Follows the panel. Who closes it by its own button finds the focus here, and not lost. */
  readonly #onToggle = ({ target }: Event) => {
    const { panel } = this;
    if (target !== panel) return;
    this.update();
    if (!panel!.open && panel!.shadowRoot!.activeElement) this.focus();
  };
}
