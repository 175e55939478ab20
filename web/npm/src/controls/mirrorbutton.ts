import { PartButton } from "./partbutton.js";
import { textsFor } from "./texts.js";

/** Two triangles, and the axis between them. */
const triangles = "M11 2h2v20h-2zM9 5v14H2zM15 5l7 14h-7zm2 8.5V17h1.8z";
/** `<leb-video>` takes it over into its picture. */
const transform = "--leb-video-transform";

/** `<leb-mirror-button>`: flips the picture of the `<leb-video>` under the same controls, and not the controls. */
export class LEBMirrorButtonElement extends PartButton {
  constructor() {
    super(triangles);
  }

  /** Whether the picture is flipped. */
  get mirrored(): boolean {
    return !!this.controller?.style.getPropertyValue(transform);
  }

  override handleClick(): void {
    if (this.mirrored) this.controller?.style.removeProperty(transform);
    else this.controller?.style.setProperty(transform, "scaleX(-1)");
    this.update();
  }

  protected override get label(): string {
    return textsFor(this).mirror;
  }

  protected override update(): void {
    super.update();
    this.setAttribute("aria-pressed", String(this.mirrored));
  }
}
