import fs from "node:fs";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { errorCodes, eventNames, playerStates, shellEventNames } from "../npm/src/vocabulary.js";

// The documents: their links resolve, and they are complete.

const top = path.join(import.meta.dirname, "../..");
const read = (name: string) => fs.readFileSync(path.join(top, name), "utf8");
const documents = ["README.md", "CHANGELOG.md", "web/npm/README.md", ...fs.readdirSync(path.join(top, "web/docs")).map((name) => `web/docs/${name}`)];

/** Returns a document without its code blocks. */
function prose(markdown: string): string {
  return markdown.replace(/^ *```.*?^ *```$/gms, "");
}

/** Returns the anchors of a document's headings, formed as GitHub forms them. */
function anchors(markdown: string): string[] {
  const headings = [...prose(markdown).matchAll(/^#{1,6} (.*)$/gm)].map((heading) => heading[1]!);
  return headings.map((text) => text.toLowerCase().replace(/[^\p{L}\p{N}\p{Pc}\- ]/gu, "").replace(/ /g, "-"));
}

for (const document of documents.filter((name) => name.endsWith(".md"))) {
  test(`the links of ${document} resolve`, () => {
    const broken = [...prose(read(document)).matchAll(/\]\(([^)\s]+)\)/g)]
      .map((link) => link[1]!)
      .filter((link) => !/^[a-z]+:/.test(link))
      .filter((link) => {
        const [file, anchor] = link.split("#") as [string, string?];
        const target = file ? path.join(path.dirname(document), file) : document;
        if (!fs.existsSync(path.join(top, target))) return true;
        return anchor !== undefined && !anchors(read(target)).includes(decodeURIComponent(anchor));
      });
    expect(broken).toEqual([]);
  });
}

/** Returns the members of an interface in the sources. */
function members(file: string, name: string): string[] {
  const [, body] = new RegExp(`export interface ${name}\\b[^{]*\\{(.*?)^\\}`, "ms").exec(read(file)) ?? [];
  const found = [...(body ?? "").matchAll(/^  (\w+)\??:/gm)].map((member) => member[1]!);
  expect(found, `${name} of ${file}`).not.toEqual([]);
  return found;
}

/** Returns the words that do not appear in backticks in every part. */
function missing(words: readonly string[], ...parts: string[]): string[] {
  return words.filter((word) => !parts.every((part) => part.includes(`\`${word}\``)));
}

test("README names every option, event, error code and state, in both languages", () => {
  const [english, chinese] = read("README.md").split("\n# 中文\n") as [string, string];
  const options = ["PlayerOptions", "PlayOptions"].flatMap((name) => members("web/npm/src/options.ts", name));
  const words = [...options, ...eventNames, ...shellEventNames, ...errorCodes, ...playerStates];
  expect(missing(words, english, chinese)).toEqual([]);
});

test("api.md names every option, member of an event, and raw option", () => {
  const api = read("web/docs/api.md");
  const options = ["PlayerOptions", "PlayOptions", "RetryOptions"].flatMap((name) => members("web/npm/src/options.ts", name));
  const details = ["StateChange", "ICEState", "FirstFrame", "Waterfall", "TrackStats", "AudioStats", "VideoStats", "CandidatePair", "Stats", "AutoplayBlocked", "Resize", "SEI", "Reconnecting", "Recovered", "Fallback"];
  const raw = members("web/npm/src/raw.ts", "RawOptions");
  expect(missing([...shellEventNames, ...options, ...raw, ...details.flatMap((name) => members("web/npm/src/events.ts", name))], api)).toEqual([]);
  expect(missing(members("web/npm/src/diagnostics.ts", "Diagnostics"), api)).toEqual([]);
  expect(missing(members("web/npm/src/journal.ts", "LogEntry"), api)).toEqual([]);
});
