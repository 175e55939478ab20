import { spawnSync } from "node:child_process";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { errorCodes, eventNames, playerStates, shellEventNames } from "../npm/src/vocabulary.js";
import { typeErrors } from "./docexamples.js";
import { documents as benchDocuments, measured, withTables } from "../bench/documents.mjs";
import { anchorOf } from "../site/anchors.mjs";
import { llms } from "../site/llms.mjs";
import { animation, documentsIn, exists, guide, languages, read, readme, twins } from "./documents.js";

// The documents: their links resolve, they are complete, and each Chinese page is the twin of an English one.

const documents = [readme.en, readme.zh, "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "web/npm/README.md", "web/docs/llms.txt", ...documentsIn("web/docs"), ...documentsIn("web/wasm"), ...documentsIn("dist/npm")];

/** Returns a document without its code blocks. */
function prose(markdown: string): string {
  return markdown.replace(/^ *```.*?^ *```$/gms, "");
}

/** Returns the headings of a document, with their marks. */
function headings(markdown: string): string[] {
  return prose(markdown).match(/^#{1,6} .*$/gm) ?? [];
}

/** Returns the anchors of a document's headings, formed as GitHub forms them. */
function anchors(markdown: string): string[] {
  return headings(markdown).map((heading) => anchorOf(heading.replace(/^#+ /, "")));
}

for (const document of documents) {
  test(`the links of ${document} resolve`, () => {
    const broken = [...prose(read(document)).matchAll(/\]\(([^)\s]+)\)/g)]
      .map((link) => link[1]!)
      .filter((link) => !/^[a-z]+:/.test(link))
      .filter((link) => {
        const [file, anchor] = link.split("#") as [string, string?];
        const target = file ? path.join(path.dirname(document), file) : document;
        if (!exists(target)) return true;
        return anchor !== undefined && !anchors(read(target)).includes(decodeURIComponent(anchor));
      });
    expect(broken).toEqual([]);
  });
}

const { version } = JSON.parse(read("web/npm/package.json")) as { version: string };

test("the changelog begins with the version that is built", () => {
  const [, name, rest] = /^## \[(.*)\] - (.*)$/m.exec(read("CHANGELOG.md"))!;
  if (version.endsWith("-dev")) expect([name, rest]).toEqual(["Unreleased", version]);
  else expect([name, rest]).toEqual([version, expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/)]);
});

test("examples name the version that is built", () => {
  const pages = ["web/npm/README.md", "CONTRIBUTING.md", "web/e2e/pages/preload.html", "web/bench/pages/leb.html", ...twins().flat()];
  const named = pages.flatMap((page) => [...read(page).matchAll(/(?:leb-player[-@]|leb\.wasm\?v=|main\.version=|\/leb-)(\d+\.\d+\.\d+(?:-\w+)?)/g)].map(([, found]) => `${page}: ${found}`));
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((line) => !line.endsWith(`: ${version}`))).toEqual([]);
});

test("llms.txt lists the pages as they are now", () => {
  expect(read("web/docs/llms.txt"), "run make docs").toBe(llms());
});

test("the package contains the guides", () => {
  const packed = documentsIn("dist/npm/docs").map((name) => name.replace("dist/npm", "web"));
  for (const page of twins().flat().filter((name) => name.startsWith("web/docs/"))) expect(packed).toContain(page);
  expect(exists("dist/npm/llms.txt")).toBe(true);
});

test("each README has at most 200 lines", () => {
  for (const language of languages) expect(read(readme[language]).split("\n").length).toBeLessThanOrEqual(200);
});

/** Returns the members of an interface in the sources. */
function members(file: string, name: string): string[] {
  const [, body] = new RegExp(`export interface ${name}\\b[^{]*\\{(.*?)^\\}`, "ms").exec(read(file)) ?? [];
  const found = [...(body ?? "").matchAll(/^  (\w+)\??:/gm)].map((member) => member[1]!);
  expect(found, `${name} of ${file}`).not.toEqual([]);
  return found;
}

/** Returns the methods and properties of Player, without those of an EventTarget. */
function playerMembers(): string[] {
  const found = [...read("web/npm/src/player.ts").matchAll(/^  (?:static |get )?(\w+)\(/gm)].map((member) => member[1]!);
  expect(found).toContain("switchTo");
  return found.filter((name) => !["constructor", "super", "if", "for"].includes(name) && !name.endsWith("EventListener"));
}

/** Returns the words that do not appear in backticks. */
function missing(words: readonly string[], text: string): string[] {
  return words.filter((word) => !text.includes(`\`${word}\``));
}

// In Chinese everything is in the guides; in English api.md is a part of them.
const texts = {
  en: [readme.en, "web/docs/api.md", ...documentsIn("web/docs/en")].map(read).join("\n"),
  zh: [readme.zh, ...documentsIn("web/docs/zh")].map(read).join("\n"),
};

for (const language of languages) {
  test(`the documents name every option, event, error code, state and member of Player (${language})`, () => {
    const options = ["PlayerOptions", "PlayOptions"].flatMap((name) => members("web/npm/src/options.ts", name));
    const words = [...options, ...eventNames, ...shellEventNames, ...errorCodes, ...playerStates];
    expect(missing(words, texts[language])).toEqual([]);
    expect(playerMembers().filter((name) => !new RegExp(`\`(\\w+\\.)?${name}[(\`]`).test(texts[language]))).toEqual([]);
  });
}

test("api.md names every option, member of an event, and raw option", () => {
  const api = read("web/docs/api.md");
  const options = ["PlayerOptions", "PlayOptions", "RetryOptions"].flatMap((name) => members("web/npm/src/options.ts", name));
  const details = ["StateChange", "ICEState", "FirstFrame", "Waterfall", "TrackStats", "AudioStats", "VideoStats", "CandidatePair", "Stats", "AutoplayBlocked", "Resize", "SEI", "Reconnecting", "Recovered", "Fallback"];
  const raw = members("web/npm/src/raw.ts", "RawOptions");
  expect(missing([...shellEventNames, ...options, ...raw, ...details.flatMap((name) => members("web/npm/src/events.ts", name))], api)).toEqual([]);
  expect(missing(members("web/npm/src/diagnostics.ts", "Diagnostics"), api)).toEqual([]);
  expect(missing(members("web/npm/src/journal.ts", "LogEntry"), api)).toEqual([]);
});

test("each page of the guides has a twin in the other language", () => {
  const names = (language: string) => documentsIn(`web/docs/${language}`).map((page) => path.basename(page));
  // reference.md is the Chinese summary of api.md.
  expect(names("zh").filter((name) => name !== "reference.md")).toEqual(names("en"));
});

/** Returns the code blocks of a document, without what is translated in them: comments, strings, the text of elements and of diagrams. */
function code(markdown: string): string[] {
  const blocks = markdown.match(/^```.*?^```$/gms) ?? [];
  return blocks.map((block) =>
    block
      .replace(/(["'`])(?:(?!\1|\n).)*\1/g, '""')
      .replace(/\s*(\/\/|#(?=[ ])).*$/gm, "")
      .replace(/(?<!=)>[^<>\n]+</g, "><")
      .replace(/(-->>?|->>) ?(\w+|\[\*\]): .*|(?<=^ *(participant|par|loop)\b).*/gm, "$1 $2"),
  );
}

for (const [english, chinese] of twins()) {
  test(`${chinese} has the sections and examples of ${english}`, () => {
    const [en, zh] = [read(english), read(chinese)];
    const levels = (markdown: string) => headings(markdown).map((heading) => heading.replace(/ .*/, ""));
    expect(levels(zh)).toEqual(levels(en));
    expect(code(zh)).toEqual(code(en));
  });
}

test("both pages of numbers have the same numbers in their tables", () => {
  const numbers = (page: string) => read(page).match(/^\|.*$/gm)!.map((row) => row.match(/\d+([,.]\d+)*/g) ?? []);
  expect(numbers("web/docs/zh/numbers.md")).toEqual(numbers("web/docs/en/numbers.md"));
});

for (const [name, language] of Object.entries(benchDocuments)) {
  test(`the tables of ${name} are those of the measured medians`, () => {
    const text = read(name);
    expect(withTables(text, language), "run make bench-tables").toBe(text);
    const edited = text.replace(/(?<=<!-- bench: \w+ -->[^]*?\| )\d+/, "1");
    expect(edited).not.toBe(text);
    expect(withTables(edited, language), "a number changed by hand").toBe(text);
  });
}

for (const language of languages) {
  test(`each measured table is shown (${language})`, () => {
    const shown = [readme[language], guide(language, "numbers")].map(read).join();
    expect(Object.keys(measured(language)).filter((name) => !shown.includes(`<!-- bench: ${name} -->`))).toEqual([]);
  });
}

for (const language of languages) {
  test(`the README shows a moving picture, and says what is seen (${language})`, () => {
    const picture = `web/docs/images/recovery.${language}.webp`;
    const [, alt] = new RegExp(`^!\\[(.+)\\]\\(${picture}\\)$`, "m").exec(read(readme[language])) ?? [];
    expect(alt).toMatch(/LEB Player.*TXLivePlayer/);
    const { bytes, width, duration } = animation(picture);
    expect(bytes).toBeLessThanOrEqual(1_000_000);
    expect(width).toBe(800);
    expect(duration, "ms").toBeGreaterThan(8_000);
    expect(duration, "ms").toBeLessThanOrEqual(12_000);
  });
}

test("each Chinese page was compared with its English twin after that has changed", () => {
  const { status, stderr } = spawnSync(process.execPath, [path.join(import.meta.dirname, "../reviewed.mjs")], { encoding: "utf8" });
  expect(stderr).toBe("");
  expect(status).toBe(0);
});

test("the guides' examples use the API as its types allow", () => {
  expect(typeErrors(twins().flat())).toEqual([]);
});
