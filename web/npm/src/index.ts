// The entry `leb-player`, and leb.js: leb.wasm is a file next to the script.

import { prepareAhead } from "./ahead.js";
import { place } from "./place.js";

export * from "./api.js";

/** Reports whether this is the script-tag build. Defined by the build. */
declare const __SCRIPT_TAG__: boolean;

const inPage = __SCRIPT_TAG__ && typeof document !== "undefined";
const tag = inPage ? ownTag() : null;
const scriptURL = inPage ? tag?.src || document.baseURI : "";

/** Returns the script that runs for the first time, or null for text that is evaluated. */
function ownTag(): HTMLScriptElement | null {
  const script = document.currentScript as HTMLScriptElement | null;
  // An image of this name takes the property's place.
  return script?.localName === "script" ? script : null;
}

// Bundlers recognize the second expression, in exactly this form.
place.url = () => (__SCRIPT_TAG__ ? new URL("leb.wasm", scriptURL) : new URL("./leb.wasm", import.meta.url));

if (tag && "prepare" in tag.dataset) void prepareAhead(tag.dataset);
