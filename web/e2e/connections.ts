import type { Page } from "@playwright/test";

declare global {
  interface Window {
    /** The page's peer connections since keepConnections() was called in it, oldest first. */
    connections: RTCPeerConnection[];
  }
}

/** Has a page keep its peer connections: `page.evaluate(keepConnections)`, or before it is opened, `page.addInitScript(keepConnections)`. */
export function keepConnections(): void {
  window.connections = [];
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      window.connections.push(this);
    }
  };
}

/** How many connections a page has made since it keeps them, and how many of them are open. */
export const countConnections = (page: Page): Promise<{ made: number; open: number }> =>
  page.evaluate(() => {
    const open = window.connections.filter((pc) => pc.signalingState !== "closed");
    return { made: window.connections.length, open: open.length };
  });
