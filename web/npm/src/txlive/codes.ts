import type { LEBError } from "leb-player";

/** The codes of `onPlayEvent`. */
export const code = {
  streamBegin: 1001,
  connected: 1002,
  playBegin: 1003,
  stopped: 1004,
  reconnecting: 1005,
  streamEmpty: 1006,
  pullRequested: 1007,
  pullAnswered: 1008,
  waiting: 1009,
  waitingEnded: 1010,
  webrtcFailed: -2001,
  pullRefused: -2002,
  playRefused: -2003,
  disconnected: -2004,
  decodingFailed: -2005,
  switchFailed: -2006,
} as const;

/** A code of `onPlayEvent`. */
export type TXLiveCode = (typeof code)[keyof typeof code];

/** Failures of the browser or the page, which no other attempt would mend. */
const local = ["unsupported", "wasm-load", "bad-option", "bad-stream-url", "negotiation", "internal"];

/** Returns the code that ends a play which has failed, and its data. */
export function codeOf({ code: reason, message, errcode, errmsg }: LEBError): [TXLiveCode, object?] {
  if (reason === "refused") return [code.pullRefused, { message: `errCode:${errcode}, errMsg:${errmsg ?? ""}` }];
  if (reason === "decode-failed") return [code.decodingFailed, { message }];
  return [local.includes(reason) ? code.webrtcFailed : code.disconnected, { message }];
}
