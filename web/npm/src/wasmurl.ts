import { LEBError } from "./error.js";
import { version } from "./version.js";

/** Reports whether this is the script-tag build. Defined by the build. */
declare const __SCRIPT_TAG__: boolean;

const scriptURL = __SCRIPT_TAG__ && typeof document !== "undefined" ? currentScriptURL() : "";

/** Returns the URL of the script that runs for the first time, or the page's for text that is inline or evaluated. */
function currentScriptURL(): string {
  const script = document.currentScript as HTMLScriptElement | null;
  // An image of this name takes the property's place.
  return (script?.localName === "script" && script.src) || document.baseURI;
}

/** What to do where leb.wasm is not in its usual place. */
export const wasmURLHint = "set wasmURL to the address of leb.wasm";

/**
 * Returns the absolute URL of leb.wasm: the caller's, or the default next to the script.
 * @throws LEBError `bad-option` if the caller's is no URL; `wasm-load` where the script has no file next to it: in a blob: or a data: URL
 */
export function resolveWasmURL(wasmURL?: string | URL): string {
  const unset = wasmURL === undefined;
  try {
    if (!unset) return new URL(String(wasmURL), document.baseURI).href;
    // Bundlers recognize the second expression, in exactly this form.
    return withVersion(__SCRIPT_TAG__ ? new URL("leb.wasm", scriptURL) : new URL("./leb.wasm", import.meta.url));
  } catch (cause) {
    if (unset) throw new LEBError("wasm-load", `this script has no leb.wasm next to it: ${wasmURLHint}`, { retryable: true, cause });
    throw new LEBError("bad-option", "wasmURL is not a URL", { cause });
  }
}

/** Adds the version, so that no cache has a file of another one. A bundler has put a hash into the name instead, or the file into a data: URL. */
function withVersion(url: URL): string {
  if (/^http.*\/leb\.wasm$/.test(url.href)) url.search = `v=${version}`;
  return url.href;
}
