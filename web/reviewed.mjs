// Each Chinese document ends with the hash of the English text that it was last compared with. Names the documents whose English
// twin has changed since, and fails if there are any. With --write it records the present hashes instead. Measured tables do not count, as
// the benchmark writes those in both languages.
import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";

const top = path.join(import.meta.dirname, "..");
const pages = fs.readdirSync(path.join(top, "web/docs/en")).map((name) => [`web/docs/en/${name}`, `web/docs/zh/${name}`]);
const mark = /\n<!-- en: (\w*) -->\n$/;
const measured = /(?<=<!-- bench: \w+ -->).*?(?=<!-- \/bench -->)/gs;
const stale = [];

for (const [english, chinese] of [["README.md", "README.zh-CN.md"], ...pages]) {
  const hash = crypto.createHash("sha1").update(fs.readFileSync(path.join(top, english), "utf8").replace(measured, "")).digest("hex");
  const file = path.join(top, chinese);
  const text = fs.readFileSync(file, "utf8");
  if (mark.exec(text)?.[1] === hash) continue;
  if (process.argv.includes("--write")) fs.writeFileSync(file, `${text.replace(mark, "")}\n<!-- en: ${hash} -->\n`);
  else stale.push(`${chinese}: ${english} has changed since`);
}

if (stale.length) {
  console.error([...stale, "Compare each with its English text, then run `make docs-reviewed`."].join("\n"));
  process.exitCode = 1;
}
