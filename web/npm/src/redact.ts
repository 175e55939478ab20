/** Members that nobody else is to see: credentials, and the viewer's address. */
const secretMembers = ["username", "credential", "clientIP"];

/** Any value as it may be shown to others: a plain copy, Errors with their message, without what {@link redactText} hides. */
export function redact<T>(value: T): T {
  const text = JSON.stringify(value, (name, member: unknown) => {
    if (secretMembers.includes(name)) return "***";
    if (member instanceof Error) return { ...member, message: member.message, cause: undefined };
    if (typeof member === "function" || member === Infinity) return member === Infinity ? "Infinity" : "function";
    return typeof member === "string" ? redactText(member) : member;
  });
  return JSON.parse(text) as T;
}

/** A text without the queries of its URLs, in which streams are signed, and without what bears a secret's name. */
function redactText(text: string): string {
  return text.replace(/(:\/\/[^\s?"']*\?)[^\s"']+/g, "$1***").replace(/((?:txSecret|svrsig)["']?[=:]["']?)[^\s&"']+/gi, "$1***");
}

/** An SDP without what secures the connection. The viewer's own, which is the offer, loses the addresses too. */
export function redactSDP(description: RTCSessionDescription | null | undefined): string | null {
  if (!description) return null;
  const sdp = description.sdp.replace(/^(a=(?:ice-ufrag|ice-pwd|fingerprint):).*/gm, "$1***");
  return description.type === "offer" ? sdp.replace(/^(a=candidate:|a=rtcp:|c=|o=).*/gm, "$1***") : sdp;
}
