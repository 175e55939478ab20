// The documents of the package: the guides and the reference, with the links among them.
import fs from "node:fs";
import path from "node:path";
import { relink } from "../relink.mjs";

const top = path.join(import.meta.dirname, "../..");
const forUsers = /^web\/docs\/((en|zh)\/[\w-]+|api|element|browsers)\.md$/;

/** Copies the documents into the package's folder. Links to files that only the repository has become text. */
export function copyDocs(pkg) {
  const all = fs.readdirSync(path.join(top, "web/docs"), { recursive: true }).map((name) => `web/docs/${name}`);
  const places = new Map(all.filter((name) => forUsers.test(name)).map((name) => [name, name.replace("web/", "")]));
  for (const [from, place] of [["web/npm/README.md", "README.md"], ["web/docs/llms.txt", "llms.txt"], ["CHANGELOG.md", "CHANGELOG.md"], ["README.md", "docs/README.md"], ["README.zh-CN.md", "docs/README.zh-CN.md"]]) places.set(from, place);

  fs.rmSync(path.join(pkg, "docs"), { recursive: true, force: true });
  for (const [from, place] of places) {
    fs.mkdirSync(path.dirname(path.join(pkg, place)), { recursive: true });
    fs.writeFileSync(path.join(pkg, place), relink(fs.readFileSync(path.join(top, from), "utf8"), from, places));
  }
}
