// What must not be seen or kept: the signature of a play URL, the session's ticket, the ICE password.

const secret = /((?:txSecret|svrsig|ice-pwd)["']?\s*[=:]\s*["']?)[^&\s"',;}]+/gi;

/** The text with the value of every secret replaced by "***". */
export function redact(text: string): string {
  return text.replace(secret, "$1***");
}

const signature = /^(?:txSecret|txTime)(?:=|$)/i;

/** The URL without txSecret and txTime, every other byte as it was. */
export function withoutSignature(url: string): string {
  const [head = "", ...rest] = url.split("?");
  if (rest.length === 0) return url;
  const kept = rest.join("?").split("&").filter((pair) => !signature.test(pair));
  return kept.length === 0 ? head : `${head}?${kept.join("&")}`;
}
