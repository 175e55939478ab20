// The entry `leb-player`, and leb.js: leb.wasm is a file next to the script.

import { place } from "./place.js";

export * from "./api.js";

/** Reports whether this is the script-tag build. Defined by the build. */
declare const __SCRIPT_TAG__: boolean;

const scriptURL = __SCRIPT_TAG__ && typeof document !== "undefined" ? currentScriptURL() : "";

/** Returns the URL of the script that runs for the first time, or the page's for text that is inline or evaluated. */
function currentScriptURL(): string {
  const script = document.currentScript as HTMLScriptElement | null;
  // An image of this name takes the property's place.
  return (script?.localName === "script" && script.src) || document.baseURI;
}

// Bundlers recognize the second expression, in exactly this form.
place.url = () => (__SCRIPT_TAG__ ? new URL("leb.wasm", scriptURL) : new URL("./leb.wasm", import.meta.url));
