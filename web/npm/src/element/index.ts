// The entry leb-player/element: defines <leb-video>.

import { LEBVideoElement } from "./lebvideo.js";

export type { MediaFailure } from "./mediafailure.js";
export type { Rendition, RenditionInit, RenditionList } from "./renditions.js";
export { LEBVideoElement };

const { customElements } = globalThis;
// A second copy of this file leaves the first one's element in place.
if (customElements && !customElements.get("leb-video")) customElements.define("leb-video", LEBVideoElement);

declare global {
  interface HTMLElementTagNameMap {
    "leb-video": LEBVideoElement;
  }
}
