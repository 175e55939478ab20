import { LEBError } from "./error.js";

/** What {@link isSupported} found out. */
export interface Support {
  /** WebRTC is there and can offer to receive. */
  webrtc: boolean;
  /** The browser offers to receive H.264, which LEB streams are in as a rule. */
  h264: boolean;
  /** WebAssembly is there. */
  wasm: boolean;
  /** The browser lets a page look into received frames, where SEI messages are (W3C WebRTC Encoded Transform, or Chromium's own way). */
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
  const support: Support = { webrtc: false, h264: false, wasm: typeof WebAssembly === "object", sei: transformsFrames() };
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

function transformsFrames(): boolean {
  if ("RTCRtpScriptTransform" in globalThis) return true;
  return typeof RTCRtpReceiver === "function" && "createEncodedStreams" in RTCRtpReceiver.prototype;
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
