import type { Page } from "@playwright/test";

declare global {
  interface Window {
    /** The page's peer connections since keepConnections(), oldest first. */
    connections: RTCPeerConnection[];
  }
}

/** Records a page's peer connections. Run it by `page.evaluate(keepConnections)` or, before the page is opened, `page.addInitScript(keepConnections)`. */
export function keepConnections(): void {
  window.connections = [];
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      window.connections.push(this);
    }
  };
}

/** Returns the number of recorded connections and of those that are open. */
export const countConnections = (page: Page): Promise<{ made: number; open: number }> =>
  page.evaluate(() => {
    const open = window.connections.filter((pc) => pc.signalingState !== "closed");
    return { made: window.connections.length, open: open.length };
  });
