import { LEBError } from "./error.js";

/** Whether this is the script-tag build. Put in by the build. */
declare const __SCRIPT_TAG__: boolean;

// document.currentScript is known only while the script is being run for the first time.
const scriptURL = __SCRIPT_TAG__ && typeof document !== "undefined" ? currentScriptURL() : "";

function currentScriptURL(): string {
  const script = document.currentScript;
  return script instanceof HTMLScriptElement && script.src ? script.src : document.baseURI;
}

/** The absolute URL of leb.wasm: where the caller says, else beside the script. */
export function resolveWasmURL(wasmURL?: string | URL): string {
  if (wasmURL === undefined) {
    // Bundlers look for the second expression, as it stands.
    return __SCRIPT_TAG__ ? new URL("leb.wasm", scriptURL).href : new URL("./leb.wasm", import.meta.url).href;
  }
  try {
    return new URL(String(wasmURL), document.baseURI).href;
  } catch (cause) {
    throw new LEBError("bad-option", "wasmURL is not a URL", { cause });
  }
}
