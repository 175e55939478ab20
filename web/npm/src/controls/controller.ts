import type { LEBVideoElement } from "leb-player/element";
import type { MediaController } from "media-chrome/media-controller.js";

/** Returns the `<media-controller>` that a part belongs to: the one around it, or the one that its attribute `mediacontroller` names. */
export function controllerOf(part: Element): MediaController | null {
  const id = part.getAttribute("mediacontroller");
  return id ? (part.getRootNode() as Document | ShadowRoot).querySelector(`#${CSS.escape(id)}`) : part.closest("media-controller");
}

/** Returns what plays under the controls. Other elements than `<leb-video>` have no statistics. */
export function mediaOf(part: Element): Partial<Pick<LEBVideoElement, "state" | "stats">> | null {
  return (controllerOf(part)?.media ?? null) as Pick<LEBVideoElement, "state" | "stats"> | null;
}
