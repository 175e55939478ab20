import { LEBError } from "./error.js";

/** Reports whether this is the script-tag build. Defined by the build. */
declare const __SCRIPT_TAG__: boolean;

// document.currentScript is set only during the first run of the script.
const scriptURL = __SCRIPT_TAG__ && typeof document !== "undefined" ? currentScriptURL() : "";

function currentScriptURL(): string {
  const script = document.currentScript;
  return script instanceof HTMLScriptElement && script.src ? script.src : document.baseURI;
}

/**
 * Returns the absolute URL of leb.wasm: the caller's, or the default next to the script.
 * @throws LEBError `bad-option`, also where the script has no file next to it: in a blob: or a data: URL
 */
export function resolveWasmURL(wasmURL?: string | URL): string {
  try {
    if (wasmURL !== undefined) return new URL(String(wasmURL), document.baseURI).href;
    // Bundlers recognize the second expression, in exactly this form.
    return __SCRIPT_TAG__ ? new URL("leb.wasm", scriptURL).href : new URL("./leb.wasm", import.meta.url).href;
  } catch (cause) {
    const problem = wasmURL === undefined ? "wasmURL must be set: this script has no leb.wasm next to it" : "wasmURL is not a URL";
    throw new LEBError("bad-option", problem, { cause });
  }
}
