// Removes secrets from texts to show or to store.

export { redactText as redact } from "../../npm/src/redact.js";

/** Parameters that choose a bitrate, and so are no secrets. */
const harmless = /^tabr_\w+=/;

/** Returns a URL without its user, its fragment, and all parameters that may be a signature. */
export function withoutSignature(url: string): string {
  const [, head = "", query = ""] = /^([^?#]*)\??([^#]*)/.exec(url) ?? [];
  const kept = query.split("&").filter((pair) => harmless.test(pair)).join("&");
  return head.replace(/\/\/[^/]*@/, "//") + (kept && `?${kept}`);
}
