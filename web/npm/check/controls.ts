// Compiles only if the types of the controls go together with the element's and with media-chrome's.

import { LEBControlsElement, LEBMirrorButtonElement, LEBPageFullscreenButtonElement } from "leb-player/controls";
import type { MediaChromeButton } from "media-chrome";

export const controls: LEBControlsElement = document.createElement("leb-controls");
export const button: MediaChromeButton = new LEBMirrorButtonElement();
export const open: boolean = document.createElement("leb-statistics-panel").open;
export const active: boolean = new LEBPageFullscreenButtonElement().active;
controls.append(document.createElement("leb-video"));
