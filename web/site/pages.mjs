// Writes the pages of the site, with the links among them, into a folder from which VitePress builds.
import fs from "node:fs";
import path from "node:path";
import { measured } from "../bench/documents.mjs";
import { relink } from "../relink.mjs";
import { languages, read, titleOf, top, topics } from "./topics.mjs";

const readme = { en: "README.md", zh: "README.zh-CN.md" };
const images = "web/docs/images";
const onlyEnglish = "本页只有英文版";

/** Returns the place in the site of each document and image. */
function allPlaces() {
  const places = new Map([["web/docs/llms.txt", "llms.txt"]]);
  for (const name of fs.readdirSync(path.join(top, images))) places.set(`${images}/${name}`, `images/${name}`);
  for (const language of languages) {
    places.set(readme[language], `${language}/index.md`);
    for (const page of topics.flatMap((topic) => topic.pages)) if (page[language]) places.set(page[language], `${language}/${page.name}.md`);
  }
  return places;
}

/** Fails if a document is nowhere in the site. */
function requireAll(places) {
  const documents = fs.readdirSync(path.join(top, "web/docs"), { recursive: true }).filter((name) => name.endsWith(".md"));
  const missing = documents.map((name) => `web/docs/${name}`).filter((name) => !places.has(name));
  if (missing.length) throw new Error(`site/topics.mjs names no place for ${missing.join(", ")}`);
}

/** Returns the front page: a banner with what was measured, and of the README its picture and what comes before the list of documents. */
function frontPage(language) {
  const [intro, ...sections] = read(readme[language]).split(/^(?=## )/m);
  const [picture] = /^!\[.*\)$/m.exec(intro);
  const figures = measured(language);
  const banner = read(`web/site/home/${language}.md`).replace(/\{(\w+)\}/g, (_, name) => figures[name].replaceAll("`", ""));
  return `${banner}\n${picture}\n\n${sections.slice(0, -1).join("")}`;
}

/** Returns the Chinese page that stands for one that is in English only. */
function placeholder(page, title) {
  const up = "../".repeat(page.name.split("/").length);
  return `---\nsearch: false\n---\n\n# ${title}\n\n${onlyEnglish}：[${title}](${up}en/${page.name}.md)。\n`;
}

/** Writes all pages into a folder. */
export function writePages(folder) {
  const places = allPlaces();
  requireAll(places);
  const write = (place, text) => {
    fs.mkdirSync(path.dirname(path.join(folder, place)), { recursive: true });
    fs.writeFileSync(path.join(folder, place), text);
  };
  fs.cpSync(path.join(top, images), path.join(folder, "images"), { recursive: true });
  for (const [from, place] of places) {
    if (!from.endsWith(".md")) continue;
    const language = languages.find((language) => readme[language] === from);
    write(place, relink(language ? frontPage(language) : read(from), from, places));
  }
  for (const page of topics.flatMap((topic) => topic.pages)) if (!page.zh) write(`zh/${page.name}.md`, placeholder(page, titleOf(read(page.en))));
}
