import fs from "node:fs";
import path from "node:path";

const top = path.join(import.meta.dirname, "../..");

/** Returns a file of the repository. */
export const read = (name: string) => fs.readFileSync(path.join(top, name), "utf8");

export const exists = (name: string) => fs.existsSync(path.join(top, name));

/** Returns the paths of all documents below a folder. */
export function documentsIn(folder: string): string[] {
  return fs
    .readdirSync(path.join(top, folder), { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? documentsIn(`${folder}/${entry.name}`) : `${folder}/${entry.name}`))
    .filter((name) => name.endsWith(".md"))
    .sort();
}

export const languages = ["en", "zh"] as const;
export type Language = (typeof languages)[number];
export const readme = { en: "README.md", zh: "README.zh-CN.md" };

/** Returns the path of a page of the guides. */
export const guide = (language: Language, name: string) => `web/docs/${language}/${name}.md`;

/** Returns the English documents that have a Chinese twin, each with its twin. */
export function twins(): [english: string, chinese: string][] {
  const pages = documentsIn("web/docs/en").map((page): [string, string] => [page, page.replace("/en/", "/zh/")]);
  return [[readme.en, readme.zh], ...pages];
}

/** Returns the code that follows `<!-- example: name -->` in a document. */
export function example(file: string, name: string): string {
  const found = new RegExp(`<!-- example: ${name} -->\\n\`\`\`\\w+\\n(.*?)\\n\`\`\``, "s").exec(read(file));
  if (!found) throw new Error(`${file} has no example "${name}"`);
  return found[1]!;
}

/** Returns the size and the duration in ms of an animated WebP: https://developers.google.com/speed/webp/docs/riff_container. */
export function animation(name: string): { bytes: number; width: number; duration: number } {
  const file = fs.readFileSync(path.join(top, name));
  let [width, duration] = [0, 0];
  for (let at = 12; at < file.length; at += 8 + file.readUInt32LE(at + 4) + (file.readUInt32LE(at + 4) % 2)) {
    const chunk = file.toString("latin1", at, at + 4);
    if (chunk === "VP8X") width = file.readUIntLE(at + 12, 3) + 1;
    if (chunk === "ANMF") duration += file.readUIntLE(at + 20, 3);
  }
  return { bytes: file.length, width, duration };
}
