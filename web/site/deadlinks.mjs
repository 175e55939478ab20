import fs from "node:fs";
import path from "node:path";

/** Returns the links within a built site that lead to no file or to no anchor. Links out of it, as to the demo, are not looked at. */
export function brokenLinks(folder, base) {
  const pages = fs.readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".html"));
  const texts = new Map(pages.map((name) => [`${base}${name}`, fs.readFileSync(path.join(folder, name), "utf8")]));
  const anchors = new Map([...texts].map(([url, text]) => [url, new Set([...text.matchAll(/ id="([^"]+)"/g)].map((id) => id[1]))]));
  const broken = [];
  for (const [from, text] of texts) {
    for (const [, href] of text.matchAll(/<a [^>]*?href="([^"]+)"/g)) {
      const { origin, pathname, hash } = new URL(href, `http://site${from}`);
      if (origin !== "http://site" || !pathname.startsWith(base)) continue;
      const page = pathname.endsWith("/") ? `${pathname}index.html` : pathname;
      const found = anchors.get(page)?.has(decodeURIComponent(hash.slice(1))) ?? (!hash && fs.existsSync(path.join(folder, page.slice(base.length))));
      if (!found && !(anchors.has(page) && !hash)) broken.push(`${from}: ${href}`);
    }
  }
  return broken;
}
