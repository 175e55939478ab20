/** Returns the URL of the edge that serves the site, or "" on any other host. Waits for site-config.json, which may be missing. */
export async function siteSignal(): Promise<string> {
  try {
    const reply = await fetch("site-config.json", { cache: "no-store" });
    if (!reply.ok) return "";
    const config = (await reply.json()) as { signalURL?: unknown };
    return typeof config.signalURL === "string" ? config.signalURL : "";
  } catch {
    return "";
  }
}
