import { LEBError } from "./error.js";

/** The result of {@link probe}. */
export interface Support {
  /** The browser has WebRTC and can create an offer to receive. */
  webrtc: boolean;
  /** The browser offers to receive H.264, the usual codec of LEB streams. */
  h264: boolean;
  /** The browser has WebAssembly. */
  wasm: boolean;
  /**
   * SEI messages can be received: the browser gives pages access to received frames (W3C WebRTC Encoded Transform), or it has data
   * channels, over which a server may send the messages.
   */
  sei: boolean;
  /** The missing feature, in words. */
  reason?: string;
}

// See browsers.md, "a policy for WebAssembly".
const keywords = "'wasm-unsafe-eval', or 'unsafe-eval' for Chromium before 97";

// Asked more than once: see browsers.md, "H.264 offered late".
const lateTries = 4;
const latePause = 300;

/** @throws LEBError `unsupported` if the browser lacks a feature that every play needs */
export function requireFeatures(): void {
  const missing = missingFeature();
  if (missing) throw new LEBError("unsupported", `${missing} is not available here`);
}

/**
 * Asks the browser for the features that playing needs, with an offer of a temporary connection. Never rejects; on a server all features
 * are missing. `Player.isSupported()` answers at once, without an offer.
 */
export async function probe(): Promise<Support> {
  const support: Support = { webrtc: false, h264: false, wasm: typeof WebAssembly === "object", sei: receivesSEI() };
  const missing = missingFeature();
  if (missing) return { ...support, wasm: missing !== missingInWasm && support.wasm, reason: `${missing} is not available here` };
  try {
    for (let asked = 0; asked < lateTries && !support.h264; asked++) {
      if (asked > 0) await new Promise((resolve) => setTimeout(resolve, latePause));
      support.h264 = /^a=rtpmap:\d+ H264\/90000/im.test(await videoOffer());
      support.webrtc = true;
    }
  } catch (error) {
    return { ...support, reason: `no WebRTC offer can be made: ${String(error)}` };
  }
  return support.h264 ? support : { ...support, reason: "the browser does not offer H.264" };
}

/** Returns the name of a feature that every play needs and that is missing, or null. */
export function missingFeature(): string | null {
  if (typeof document === "undefined") return "a web page";
  if (typeof WebAssembly !== "object") return "WebAssembly";
  if (typeof RTCPeerConnection !== "function") return "RTCPeerConnection";
  return (missingInWasm ??= findMissingInWasm()) || null;
}

/** What WebAssembly lacks, or "". Asked once, because a policy that forbids WebAssembly reports each try. */
let missingInWasm: string | undefined;

/** A module with a function `a` that returns a 64-bit integer, which becomes a BigInt. */
const bigIntModule = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 126, 3, 2, 1, 0, 7, 5, 1, 1, 97, 0, 0, 10, 6, 1, 4, 0, 66, 1, 11];

function findMissingInWasm(): string {
  try {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(bigIntModule)));
    (exports.a as () => bigint)();
    return "";
  } catch (error) {
    return error instanceof TypeError ? "BigInt in WebAssembly" : `WebAssembly under this Content-Security-Policy: its script-src needs ${keywords}`;
  }
}

function receivesSEI(): boolean {
  return "RTCRtpScriptTransform" in globalThis || "RTCDataChannel" in globalThis;
}

/** Returns the SDP of an offer to receive video, created by a temporary connection. */
async function videoOffer(): Promise<string> {
  const pc = new RTCPeerConnection();
  try {
    pc.addTransceiver("video", { direction: "recvonly" });
    const { sdp } = await pc.createOffer();
    return sdp ?? "";
  } finally {
    pc.close();
  }
}
