// The entry leb-player/controls: parts for media-chrome's controls, and ready controls made of both.

import "leb-player/element";
import "media-chrome";
import "media-chrome/menu";
import { LEBControlsElement } from "./lebcontrols.js";
import { LEBMirrorButtonElement } from "./mirrorbutton.js";
import { LEBPageFullscreenButtonElement } from "./pagefullscreenbutton.js";
import { LEBStatisticsButtonElement } from "./statisticsbutton.js";
import { LEBStatisticsPanelElement } from "./statisticspanel.js";

export { LEBControlsElement, LEBMirrorButtonElement, LEBPageFullscreenButtonElement, LEBStatisticsButtonElement, LEBStatisticsPanelElement };

/** In the order in which they need each other. */
const elements = {
  "leb-mirror-button": LEBMirrorButtonElement,
  "leb-page-fullscreen-button": LEBPageFullscreenButtonElement,
  "leb-statistics-panel": LEBStatisticsPanelElement,
  "leb-statistics-button": LEBStatisticsButtonElement,
  "leb-controls": LEBControlsElement,
};
const { customElements } = globalThis;
// A second copy of this file leaves the first one's elements in place.
for (const [name, constructor] of Object.entries(elements)) if (customElements && !customElements.get(name)) customElements.define(name, constructor);

declare global {
  interface HTMLElementTagNameMap {
    "leb-controls": LEBControlsElement;
    "leb-mirror-button": LEBMirrorButtonElement;
    "leb-page-fullscreen-button": LEBPageFullscreenButtonElement;
    "leb-statistics-button": LEBStatisticsButtonElement;
    "leb-statistics-panel": LEBStatisticsPanelElement;
  }
}
