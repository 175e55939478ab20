import { MediaChromeButton } from "media-chrome/media-chrome-button.js";
import { controllerOf } from "./controller.js";

/** A button of media-chrome's kind: its looks, its tooltip and its keys. A child element takes the place of its icon. */
export abstract class PartButton extends MediaChromeButton {
  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, "lang"];
  }

  /** @param path what the icon's path is, in 24 by 24 */
  constructor(path: string) {
    super();
    this.shadowRoot!.querySelector("slot:not([name])")!.append(icon(path));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.update();
  }

  override attributeChangedCallback(name: string, before: string | null, value: string | null): void {
    super.attributeChangedCallback(name, before, value);
    this.update();
  }

  /** The button's name, in the reader's language. */
  protected abstract get label(): string;

  protected get controller(): HTMLElement | null {
    return controllerOf(this);
  }

  /** Shows the state, in the reader's language. */
  protected update(): void {
    const { label } = this;
    this.setAttribute("aria-label", label);
    this.shadowRoot!.querySelector('slot[name="tooltip-content"]')!.textContent = label;
  }
}

function icon(d: string): SVGElement {
  const namespace = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(namespace, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(namespace, "path");
  path.setAttribute("d", d);
  svg.append(path);
  return svg;
}
