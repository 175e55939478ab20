import fs from "node:fs";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { errorCodes, eventNames, playerStates, shellEventNames } from "../npm/src/vocabulary.js";

// The documents: their links lead somewhere, and they tell of everything there is.

const top = path.join(import.meta.dirname, "../..");
const read = (name: string) => fs.readFileSync(path.join(top, name), "utf8");
const documents = ["README.md", "CHANGELOG.md", "web/npm/README.md", ...fs.readdirSync(path.join(top, "web/docs")).map((name) => `web/docs/${name}`)];

/** A document without its examples. */
function prose(markdown: string): string {
  return markdown.replace(/^ *```.*?^ *```$/gms, "");
}

/** The anchors of a document's headings, made as GitHub makes them. */
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

/** The members of an interface of the sources. */
function members(file: string, name: string): string[] {
  const [, body] = new RegExp(`export interface ${name}\\b[^{]*\\{(.*?)^\\}`, "ms").exec(read(file)) ?? [];
  const found = [...(body ?? "").matchAll(/^  (\w+)\??:/gm)].map((member) => member[1]!);
  expect(found, `${name} of ${file}`).not.toEqual([]);
  return found;
}

/** The words that do not stand in backticks in any of the parts. */
function untold(words: readonly string[], ...parts: string[]): string[] {
  return words.filter((word) => !parts.every((part) => part.includes(`\`${word}\``)));
}

test("README tells of every option, event, error code and state, in both languages", () => {
  const [english, chinese] = read("README.md").split("\n# 中文\n") as [string, string];
  const options = ["PlayerOptions", "PlayOptions"].flatMap((name) => members("web/npm/src/options.ts", name));
  const words = [...options, ...eventNames, ...shellEventNames, ...errorCodes, ...playerStates];
  expect(untold(words, english, chinese)).toEqual([]);
});

test("api.md tells of every option, member of an event, and raw option", () => {
  const api = read("web/docs/api.md");
  const options = ["PlayerOptions", "PlayOptions", "RetryOptions"].flatMap((name) => members("web/npm/src/options.ts", name));
  const details = ["StateChange", "ICEState", "FirstFrame", "Waterfall", "TrackStats", "AudioStats", "VideoStats", "CandidatePair", "Stats", "AutoplayBlocked", "Resize", "SEI", "Reconnecting", "Recovered", "Fallback"];
  const raw = members("web/npm/src/raw.ts", "RawOptions");
  expect(untold([...shellEventNames, ...options, ...raw, ...details.flatMap((name) => members("web/npm/src/events.ts", name))], api)).toEqual([]);
  expect(untold(members("web/npm/src/diagnostics.ts", "Diagnostics"), api)).toEqual([]);
  expect(untold(members("web/npm/src/journal.ts", "LogEntry"), api)).toEqual([]);
});
