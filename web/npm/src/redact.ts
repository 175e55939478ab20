// The one redaction of shell and demo. signal/redact.go does the same for the Go program; signal/testdata/redaction.json is the table of cases
// for all of them. Each pattern is linear: it either has a bounded length, or can't begin within its own match.

/** Members whose values are private, credentials and the viewer's address, or too long: the module. */
const secretMember = /^(?:username|credential|clientIP|svrsig|txSecret|password|token|authorization|wasm)$/i;

/** What is hidden of a text: the part behind each match's first group. */
const secrets = [
  // A query, also percent-encoded. It ends with the text's own quotation mark, which may be escaped.
  /(\?|%(?:25)*3F)(?:[^\s"<>\\]|\\(?!"))+/gi,
  /(#)[^\s"<>#=]{0,256}=[^\s"<>]*/g,
  // A user, with or without a password.
  /(\/\/)[^\s/?#@"<>]{1,256}@/g,
  /(:)[^\s/:?#@"<>]{1,256}@/g,
  /((?:txSecret|svrsig|token|auth_key|sign|signature|secret|password|credential|authorization|ice-pwd|ice-ufrag)[\\"']{0,4}\s{0,4}(?:[=:]|%(?:25)*3D|\\u003d)\s{0,4}(?:Bearer\s)?[\\"']{0,4})[^\s"&<>]+/gi,
  /((?:txSecret|svrsig)\s)(?=\S{0,64}\d)\S+/gi,
];

/**
 * Returns a plain copy of a value that is safe to share: Errors keep their message, and {@link redactText} is applied to every text.
 * @param known secrets to hide wherever they stand
 */
export function redact<T>(value: T, known: string[] = []): T {
  const text = JSON.stringify(value, (name, member: unknown) => {
    if (secretMember.test(name)) return "***";
    if (member instanceof Error) return { ...member, message: member.message, cause: undefined };
    if (typeof member === "function" || member === Infinity) return member === Infinity ? "Infinity" : "function";
    return typeof member === "string" ? redactText(member, known) : member;
  });
  return JSON.parse(text) as T;
}

/** Returns a text without the queries and users of its URLs, the values that follow a secret's name, and the secrets that are known. */
export function redactText(text: string, known: string[] = []): string {
  const named = secrets.reduce((left, secret) => left.replace(secret, "$1***"), text);
  return known.reduce((left, secret) => left.split(secret).join("***"), named);
}

/** A session description of a connection, or what there is of it. */
type Description = RTCSessionDescription | null | undefined;

/**
 * Returns the secrets of a play that the shell knows: the values in the query of its URL, and the ICE passwords of its connection. A short
 * value, or one without a digit, may be any word and is left out.
 */
export function secretsOf(url: string | null, ...descriptions: Description[]): string[] {
  const query = /\?([^]*)/.exec(url ?? "")?.[1] ?? "";
  const values = query.split("&").map((pair) => pair.slice(pair.indexOf("=") + 1));
  const lines = descriptions.flatMap((description) => description?.sdp.match(/^a=ice-pwd:.*/gm) ?? []);
  return [...values, ...lines.map((line) => line.slice(10).trim())].filter((value) => value.length > 5 && /\d/.test(value));
}

/** Returns an SDP without the credentials of the connection. An offer, which is the viewer's own, loses its addresses too. */
export function redactSDP(description: Description): string | null {
  if (!description) return null;
  const sdp = description.sdp.replace(/^(a=(?:ice-ufrag|ice-pwd|fingerprint):).*/gm, "$1***");
  return description.type === "offer" ? sdp.replace(/^(a=candidate:|a=rtcp:|c=|o=).*/gm, "$1***") : sdp;
}
