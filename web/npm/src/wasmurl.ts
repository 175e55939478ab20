import { LEBError } from "./error.js";
import type { PlayerOptions } from "./options.js";
import { place } from "./place.js";
import { version } from "./version.js";

/** What to do where leb.wasm is not in its usual place. */
export const wasmURLHint = "set wasmURL to the address of leb.wasm";

/**
 * Returns the absolute URL of leb.wasm: the caller's, or the default of the entry.
 * @throws LEBError `bad-option` if the caller's is no URL; `wasm-load` where the script has no file next to it: in a blob: or a data: URL
 */
export function resolveWasmURL({ wasm, wasmURL }: Pick<PlayerOptions, "wasm" | "wasmURL">): string {
  const unset = wasmURL === undefined;
  if (wasm || (unset && place.bytes)) return "";
  try {
    return unset ? withVersion(place.url!()) : new URL(String(wasmURL), document.baseURI).href;
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
