/** A thing that is broken in a browser on purpose, and the row of the core list that has to fail then. */
interface Break {
  row: string;
  /** Runs in the page before any of its scripts. */
  script: () => void;
}

/** A break for each browser, by its name. `BREAK=1 make test-browsers` shows that the list notices them. */
export const breaks: Record<string, Break> = {
  "Chromium 83": {
    row: "supported, or rightly not",
    script: () => (WebAssembly.Instance = new Proxy(WebAssembly.Instance, { construct: () => ({ exports: { a: () => 0 } }) })),
  },
  "Chromium 86": {
    row: "the server closes: picture again",
    script: () => {
      // Play, switch, play: the fourth pull is that of the recovery.
      let pulls = 0;
      const { setRemoteDescription } = RTCPeerConnection.prototype;
      RTCPeerConnection.prototype.setRemoteDescription = function (this: RTCPeerConnection, ...args: unknown[]) {
        return ++pulls > 3 ? new Promise(() => {}) : Reflect.apply(setRemoteDescription, this, args);
      } as typeof setRemoteDescription;
    },
  },
  "Chromium 92": {
    row: "SEI",
    script: () => {
      Reflect.deleteProperty(RTCRtpReceiver.prototype, "createEncodedStreams");
      RTCPeerConnection.prototype.createDataChannel = () => {
        throw new TypeError("no data channels");
      };
    },
  },
  "Chromium 109": {
    row: "snapshot",
    script: () => (HTMLCanvasElement.prototype.toBlob = (callback) => callback(null)),
  },
  "Chromium 122": {
    row: "page left for another site",
    script: () => {
      const { fetch } = window;
      window.fetch = (input, init) => (init?.keepalive ? Promise.reject(new TypeError("no keepalive")) : fetch(input, init));
    },
  },
  "Chromium 138": {
    row: "pause and resume",
    script: () => (HTMLMediaElement.prototype.pause = () => {}),
  },
  Chromium: {
    row: "switchTo",
    script: () => {
      let connections = 0;
      window.RTCPeerConnection = class extends RTCPeerConnection {
        constructor(configuration?: RTCConfiguration) {
          super(configuration);
          if (++connections > 1) throw new TypeError("one connection is enough");
        }
      };
    },
  },
  "Firefox ESR": {
    row: "first frame, picture and sound",
    script: () => {
      // Each section refused, as by a server that takes "bundle-only" for that.
      const { setRemoteDescription } = RTCPeerConnection.prototype;
      RTCPeerConnection.prototype.setRemoteDescription = function (this: RTCPeerConnection, { type, sdp }: RTCSessionDescriptionInit) {
        return Reflect.apply(setRemoteDescription, this, [{ type, sdp: sdp!.replace(/^(m=\w+) \d+/gm, "$1 0") }]);
      } as typeof setRemoteDescription;
    },
  },
};
