// The entry leb-player/controls: parts for media-chrome's controls, and ready controls made of both.

import "leb-player/element";
import "media-chrome/media-control-bar.js";
import "media-chrome/media-controller.js";
import "media-chrome/media-error-dialog.js";
import "media-chrome/media-fullscreen-button.js";
import "media-chrome/media-live-button.js";
import "media-chrome/media-loading-indicator.js";
import "media-chrome/media-mute-button.js";
import "media-chrome/media-pip-button.js";
import "media-chrome/media-play-button.js";
import "media-chrome/media-volume-range.js";
import "media-chrome/menu/media-chrome-menu-item.js";
import "media-chrome/menu/media-rendition-menu.js";
import "media-chrome/menu/media-rendition-menu-button.js";
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
