import { LEBError } from "./error.js";
import type { PlayerOptions } from "./options.js";
import { type Preparation, preconnect } from "./preparation.js";
import { Preparations } from "./preparations.js";
import { loadProgram } from "./wasm.js";

/** The stream that the tag of leb.js has asked for, before there was a player. */
const ahead = new Preparations();

/**
 * Begins with what the tag of leb.js asks for: loads the module, connects to the signalling host, and pulls the stream if it names one.
 * Never throws. What is wrong with the attributes is written to the console; a play reports everything else.
 */
export async function prepareAhead({ url, signalUrl: signalURL }: DOMStringMap): Promise<void> {
  try {
    if (signalURL && !/^https?:\/\/./.test(signalURL)) throw new LEBError("bad-option", "data-signal-url is not an http: or https: URL");
    preconnect(signalURL);
    await (url ? ahead.make(url, { video: document.createElement("video"), options: { signalURL } }).ready : loadProgram({}));
  } catch (error) {
    const { code, message } = error as LEBError;
    if (/^bad-/.test(code)) console.error(`leb.js, data-prepare: ${message}`);
  }
}

/** Returns the stream of the tag for a play of its URL, whose it is from then on. It has been pulled with the usual options. */
export function takeAhead(url: unknown, { audio, video, sei, iceServers }: PlayerOptions): Preparation | undefined {
  return [audio, video, sei, iceServers].every((option) => option === undefined) ? ahead.take(url) : undefined;
}
