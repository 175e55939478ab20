import * as own from "leb-player";

/** Reports whether this is the script-tag build. Defined by the build. */
declare const __SCRIPT_TAG__: boolean;

/** Returns the player's library: that of leb.js, if the page has loaded it too, so that both use one program. */
export function library(): typeof own {
  const { LEB } = globalThis as { LEB?: typeof own };
  return __SCRIPT_TAG__ && LEB?.version === own.version ? LEB : own;
}
