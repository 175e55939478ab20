// The edge of `make demo`, which can be told to fail.
import { siteSignal } from "../src/site.js";

/** The edge that serves the page. */
export interface Edge {
  signalURL: string;
  /** Injects a fault into a stream: see web/edge. */
  inject(stream: string, fault: string): Promise<void>;
}

/** Returns the edge that serves the page, or null on any other host. */
export async function findEdge(): Promise<Edge | null> {
  const signalURL = await siteSignal();
  if (!signalURL) return null;
  const token = new URLSearchParams(location.search).get("token"); // needed on other machines than the edge's
  return {
    signalURL,
    async inject(stream, fault) {
      const query = new URLSearchParams({ stream, fault, ...(token && { token }) });
      const reply = await fetch(`${signalURL}/edge/fault?${query}`, { method: "POST" });
      if (!reply.ok) throw new Error(`the edge refuses the fault: ${await reply.text()}`);
    },
  };
}
