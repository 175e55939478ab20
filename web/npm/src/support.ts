import { LEBError } from "./error.js";

/** What {@link isSupported} found out. */
export interface Support {
  /** WebRTC is there and can offer to receive. */
  webrtc: boolean;
  /** The browser offers to receive H.264, which LEB streams are in as a rule. */
  h264: boolean;
  /** WebAssembly is there. */
  wasm: boolean;
  /**
   * SEI messages can be had: the browser lets a page look into received frames (W3C WebRTC Encoded Transform), or has data channels, on
   * which a server may send them instead.
   */
  sei: boolean;
  /** What is missing, in words. */
  reason?: string;
}

/**
 * Android's browsers look for their hardware codecs in the background, Firefox loads its H.264 the same way: an offer made before
 * they are there has no H.264.
 */
const lateTries = 4;
const latePause = 300;

/** @throws LEBError `unsupported` when playing is out of the question */
export function requireFeatures(): void {
  const missing = missingFeature();
  if (missing) throw new LEBError("unsupported", `${missing} is not available here`);
}

/** What this browser can do. Never rejects; on a server it says no. */
export async function isSupported(): Promise<Support> {
  const support: Support = { webrtc: false, h264: false, wasm: typeof WebAssembly === "object", sei: receivesSEI() };
  const missing = missingFeature();
  if (missing) return { ...support, reason: `${missing} is not available here` };
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

function missingFeature(): string | null {
  if (typeof document === "undefined") return "a web page";
  if (typeof WebAssembly !== "object") return "WebAssembly";
  if (typeof RTCPeerConnection !== "function") return "RTCPeerConnection";
  return null;
}

function receivesSEI(): boolean {
  return "RTCRtpScriptTransform" in globalThis || "RTCDataChannel" in globalThis;
}

/** The SDP a throw-away connection offers to receive video with. */
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
