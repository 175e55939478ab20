// The pages of the site by topic, in the order of its sidebar and of llms.txt.
import fs from "node:fs";
import path from "node:path";

export const top = path.join(import.meta.dirname, "../..");
export const read = (name) => fs.readFileSync(path.join(top, name), "utf8");
export const languages = ["en", "zh"];

/** Pages in both languages. */
const guides = (...names) => names.map((name) => ({ name, en: `web/docs/en/${name}.md`, zh: `web/docs/zh/${name}.md` }));
/** A page in English only. */
const english = (name, file) => ({ name, en: file });

/** The package's entries with types of their own, beside the main one: those that the package exports and that have a folder in the sources. */
export const entries = Object.keys(JSON.parse(read("web/npm/package.json")).exports)
  .map((name) => name.replace(/^\.\/?/, ""))
  .filter((name) => name && fs.existsSync(path.join(top, `web/npm/src/${name}/index.ts`)));

/** The page of all decisions, then each of them. */
const decisions = fs.readdirSync(path.join(top, "web/docs/decisions")).sort((a, b) => (b === "index.md") - (a === "index.md") || (a < b ? -1 : 1));

export const topics = [
  { en: "Getting started", zh: "入门", pages: [...guides("start", "frameworks"), { ...guides("index")[0], name: "questions" }, ...guides("migration", "webviews")] },
  { en: "In the page", zh: "页面功能", pages: [...guides("sound", "controls", "ready-controls", "several-players", "sei"), english("element", "web/docs/element.md")] },
  { en: "When something breaks", zh: "出问题时", pages: guides("recovery", "expiring-urls", "fallback", "debugging") },
  { en: "In production", zh: "上线", pages: guides("hosting", "statistics", "latency", "numbers") },
  {
    en: "Reference",
    zh: "参考",
    pages: [{ name: "api", en: "web/docs/api.md", zh: "web/docs/zh/reference.md" }, english("types", "dist/docs/reference/index.md"), ...entries.map((name) => english(`${name}-types`, `dist/docs/reference/${name}.md`)), ...guides("raw")],
  },
  {
    en: "How it is built",
    zh: "实现",
    pages: [
      ...guides("how-it-works", "edge"),
      english("contributing", "CONTRIBUTING.md"),
      english("design", "web/docs/design.md"),
      english("browsers", "web/docs/browsers.md"),
      english("size", "web/docs/size.md"),
      english("wasm", "web/wasm/README.md"),
      english("stand-ins", "web/wasm/slim/README.md"),
      english("changelog", "CHANGELOG.md"),
      english("security", "SECURITY.md"),
    ],
  },
  { en: "Decisions", zh: "设计决定", pages: decisions.map((file) => english(`decisions/${file.replace(/\.md$/, "")}`, `web/docs/decisions/${file}`)) },
];

/** Returns the text of a document's heading, in Markdown. */
export const titleOf = (text) => /^# (.*)$/m.exec(text)[1];
