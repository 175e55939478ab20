/** Defined by the build, from npm/package.json. */
declare const __VERSION__: string;

/** The version of the package. */
export const version: string = __VERSION__;
