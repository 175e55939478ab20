import { addStyles } from "../element/styles.js";
import { controllerOf, mediaOf } from "./controller.js";
import { element } from "./dom.js";
import { figuresOf } from "./figures.js";
import { type FigureName, figureNames, textsFor } from "./texts.js";

const styles = `
  /* Out of the flow, where a hidden menu takes room too. It leaves a control bar of the usual height free. */
  :host { display: block; box-sizing: border-box; position: absolute; inset-block-start: 0; inset-inline-start: 0; margin: 8px; max-width: calc(100% - 16px);
    max-height: calc(100% - 16px - 44px); overflow: auto; border-radius: 4px; background: var(--leb-panel-background, rgb(20 20 30 / .85)); color: var(--media-text-color, var(--media-primary-color, #eee));
    font: 13px/1.5 var(--media-font-family, helvetica neue, segoe ui, roboto, arial, sans-serif); }
  :host(:not([open])) { display: none; }
  table { border-collapse: collapse; margin: 2px 12px 4px; }
  caption { padding: 2px 32px 2px 0; text-align: start; font-weight: bold; }
  th { padding: 0 16px 0 0; text-align: start; font-weight: normal; white-space: nowrap; opacity: .8; }
  td { min-width: 8em; padding: 0; font-variant-numeric: tabular-nums; }
  button { position: absolute; top: 2px; inset-inline-end: 2px; width: 32px; height: 32px; border: 0; border-radius: 4px; background: none; color: inherit;
    font: inherit; font-size: 20px; line-height: 1; cursor: pointer; }
  button:hover { background: var(--media-control-hover-background, rgb(50 50 70 / .7)); }
  button:focus-visible { outline: 2px solid rgb(27 127 204 / .9); outline-offset: -2px; }`;

/** What the panel is drawn anew by. Listeners that capture hear it of whatever plays under the controls, as media events don't bubble. */
const news = ["lebstats", "lebstatechange", "emptied"];

/** A server has no elements, but may import this file. */
const Base = (globalThis.HTMLElement ?? class {}) as typeof HTMLElement;

/**
 * `<leb-statistics-panel>`: a table of the player's statistics, while it has the attribute `open`. Escape closes it. It dispatches `toggle`
 * when it has been opened or closed.
 */
export class LEBStatisticsPanelElement extends Base {
  readonly #caption = element("caption");
  readonly #close = element("button", { type: "button" }, "×");
  readonly #rows = new Map<FigureName, readonly [label: HTMLElement, value: HTMLElement]>();
  /** What it listens to while it is open. */
  #controller: HTMLElement | null = null;

  static get observedAttributes(): string[] {
    return ["open", "lang", "medialang"];
  }

  constructor() {
    super();
    for (const name of figureNames) this.#rows.set(name, [element("th", { scope: "row" }), element("td")]);
    const rows = [...this.#rows.values()].map((cells) => element("tr", {}, ...cells));
    const root = this.attachShadow({ mode: "open" });
    root.append(element("table", {}, this.#caption, element("tbody", {}, ...rows)), this.#close);
    addStyles(root, styles, globalThis);
    this.#close.addEventListener("click", () => (this.open = false));
  }

  /** Whether the panel is to be seen. */
  get open(): boolean {
    return this.hasAttribute("open");
  }

  set open(open: boolean) {
    this.toggleAttribute("open", open);
  }

  connectedCallback(): void {
    this.#follow();
  }

  disconnectedCallback(): void {
    this.#listen(null);
  }

  attributeChangedCallback(name: string, before: string | null, value: string | null): void {
    this.#follow();
    if (name === "open" && (before === null) !== (value === null)) this.dispatchEvent(new Event("toggle"));
  }

  /** Listens while there is someone to see it. */
  #follow(): void {
    this.#listen(this.open && this.isConnected ? controllerOf(this) : null);
    if (this.open) this.#update();
  }

  #listen(controller: HTMLElement | null): void {
    if (controller === this.#controller) return;
    for (const type of news) {
      this.#controller?.removeEventListener(type, this.#update, true);
      controller?.addEventListener(type, this.#update, true);
    }
    this.#controller?.removeEventListener("keydown", this.#onKey);
    controller?.addEventListener("keydown", this.#onKey);
    this.#controller = controller;
  }

  readonly #update = () => {
    const texts = textsFor(this);
    const media = mediaOf(this);
    const figures = figuresOf(media?.state, media?.stats, texts);
    this.#caption.textContent = texts.statistics;
    this.#close.setAttribute("aria-label", texts.close);
    this.#rows.forEach(([label, value], name) => {
      label.textContent = texts.figures[name];
      value.textContent = figures[name];
    });
  };

  readonly #onKey = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    this.open = false;
  };
}
