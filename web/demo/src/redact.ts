// Removes secrets from texts to show or to store: the signature of a stream URL, the svrsig of a session, the ICE password.

const secret = /((?:txSecret|svrsig|ice-pwd)["']?\s*[=:]\s*["']?)[^&\s"',;}]+/gi;

/** Returns the text with the value of every secret replaced by "***". */
export function redact(text: string): string {
  return text.replace(secret, "$1***");
}

const signature = /^(?:txSecret|txTime)(?:=|$)/i;

/** Returns the URL without txSecret and txTime, and otherwise unchanged. */
export function withoutSignature(url: string): string {
  const [head = "", ...rest] = url.split("?");
  if (rest.length === 0) return url;
  const kept = rest.join("?").split("&").filter((pair) => !signature.test(pair));
  return kept.length === 0 ? head : `${head}?${kept.join("&")}`;
}
