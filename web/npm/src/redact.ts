/** Members with private values: credentials and the viewer's address. */
const secretMembers = ["username", "credential", "clientIP"];

/** Returns a plain copy of any value that is safe to share: Errors keep their message, and {@link redactText} is applied to every text. */
export function redact<T>(value: T): T {
  const text = JSON.stringify(value, (name, member: unknown) => {
    if (secretMembers.includes(name)) return "***";
    if (member instanceof Error) return { ...member, message: member.message, cause: undefined };
    if (typeof member === "function" || member === Infinity) return member === Infinity ? "Infinity" : "function";
    return typeof member === "string" ? redactText(member) : member;
  });
  return JSON.parse(text) as T;
}

/** Returns a text without the queries of its URLs, which contain signatures, and without the values that follow a secret's name. */
function redactText(text: string): string {
  return text.replace(/(:\/\/[^\s?"']*\?)[^\s"']+/g, "$1***").replace(/((?:txSecret|svrsig)["']?[=:]["']?)[^\s&"']+/gi, "$1***");
}

/** Returns an SDP without the credentials of the connection. An offer, which is the viewer's own, loses its addresses too. */
export function redactSDP(description: RTCSessionDescription | null | undefined): string | null {
  if (!description) return null;
  const sdp = description.sdp.replace(/^(a=(?:ice-ufrag|ice-pwd|fingerprint):).*/gm, "$1***");
  return description.type === "offer" ? sdp.replace(/^(a=candidate:|a=rtcp:|c=|o=).*/gm, "$1***") : sdp;
}
