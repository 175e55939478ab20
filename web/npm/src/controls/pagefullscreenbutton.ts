import { fillPage } from "./fillpage.js";
import { PartButton } from "./partbutton.js";
import { textsFor } from "./texts.js";

/** A page, and a frame within it. */
const frame = "M3 3h18v18H3zm2 2v14h14V5zm2 2h5v2H9v3H7zm5 8h3v-3h2v5h-5z";

/**
 * `<leb-page-fullscreen-button>`: lets the player fill the page, not the screen. Escape leaves that too. For browsers without full screen,
 * and for pages whose own parts are to lie over the video.
 */
export class LEBPageFullscreenButtonElement extends PartButton {
  /** Restores the page. Null while the player does not fill it. */
  #restore: (() => void) | null = null;

  constructor() {
    super(frame);
  }

  /** Whether the player fills the page. */
  get active(): boolean {
    return !!this.#restore;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#leave();
  }

  override handleClick(): void {
    if (this.active) this.#leave();
    else this.#enter();
  }

  protected override get label(): string {
    const { enterPageFullscreen, exitPageFullscreen } = textsFor(this);
    return this.active ? exitPageFullscreen : enterPageFullscreen;
  }

  #enter(): void {
    const { controller } = this;
    if (!controller) return;
    this.#restore = fillPage(controller);
    this.ownerDocument.addEventListener("keydown", this.#onKey);
    this.update();
  }

  #leave(): void {
    this.#restore?.();
    this.#restore = null;
    this.ownerDocument.removeEventListener("keydown", this.#onKey);
    this.update();
  }

  /** Leaves, unless the key was meant for a menu or a panel. */
  readonly #onKey = ({ key, defaultPrevented }: KeyboardEvent) => {
    if (key === "Escape" && !defaultPrevented) this.#leave();
  };
}
