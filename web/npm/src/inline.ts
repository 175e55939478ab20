// The entry `leb-player/inline`: leb.wasm is part of the script. It has no import.meta, which old bundlers cannot read.

import base64 from "leb.wasm";
import { place } from "./place.js";

export * from "./api.js";

place.bytes = () => Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0));
