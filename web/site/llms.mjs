// Lists the documents for language models, as llms.txt proposes: https://llmstxt.org
import fs from "node:fs";
import path from "node:path";
import { read, titleOf, top, topics } from "./topics.mjs";

const file = "web/docs/llms.txt";

/** Returns the first sentence of a document after its heading. */
function summaryOf(text) {
  const paragraphs = text.split(/\n{2,}/).slice(1);
  const first = paragraphs.find((paragraph) => /^(?!```|<!--)[\p{L}`<]/u.test(paragraph));
  return /^.*?(?:[.:](?=\s|$)|。|$)/s.exec(first)[0].replaceAll(/\s+/g, " ").replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/:$/, ".");
}

function entry(source) {
  const text = read(source);
  return `- [${titleOf(text)}](${path.posix.relative("web/docs", source)}): ${summaryOf(text)}`;
}

/** Returns the text of llms.txt. Generated pages are left out: they come with the site alone. */
export function llms() {
  const sources = (language, pages) => pages.map((page) => page[language]).filter((source) => source && !source.startsWith("dist/"));
  const section = (title, entries) => (entries.length ? [`## ${title}`, entries.map(entry).join("\n")] : []);
  return `${[
    "# LEB Player",
    "> A live player for web pages: it pulls a Tencent LEB (快直播) stream over WebRTC and plays it in the page's own `<video>`. The core is a Go program compiled to WebAssembly; the npm package `leb-player` is its typed JavaScript API.",
    ...topics.flatMap((topic) => section(topic.en, sources("en", topic.pages))),
    ...section("中文", sources("zh", topics.flatMap((topic) => topic.pages))),
  ].join("\n\n")}\n`;
}

export function writeLLMs() {
  fs.writeFileSync(path.join(top, file), llms());
}
