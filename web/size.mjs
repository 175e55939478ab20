// Prints the size of the files that a page loads, raw and compressed (brotli -q 11), and fails above the budget in size-budget.json.
import fs from "node:fs";
import path from "node:path";
import { sizesOf } from "./compress.mjs";

const here = import.meta.dirname;
const budget = JSON.parse(fs.readFileSync(path.join(here, "size-budget.json"), "utf8")).together;
if (!Number.isInteger(budget)) throw new Error('size-budget.json has no whole number "together"');

/** Returns the sizes of a build's files and their sum. */
function measure(dist) {
  const sizes = ["leb.wasm", "leb.js"].map((name) => ({ name, ...sizesOf(path.join(here, "..", dist, name)) }));
  const sum = (key) => sizes.reduce((total, size) => total + size[key], 0);
  return [...sizes, { name: "together", raw: sum("raw"), brotli: sum("brotli") }];
}

function print(title, rows) {
  const column = (value) => value.toLocaleString("en-US").padStart(12);
  console.log(`${title.padEnd(22)}${"raw".padStart(12)}${"brotli".padStart(12)}`);
  for (const { name, raw, brotli } of rows) console.log(name.padEnd(22) + column(raw) + column(brotli));
  console.log();
}

const shipped = measure("dist");
print("dist (TinyGo)", shipped);
if (fs.existsSync(path.join(here, "../dist/go/leb.js"))) print("dist/go (standard Go)", measure("dist/go"));

const { brotli } = shipped.at(-1);
console.log(`budget ${budget.toLocaleString("en-US")}: ${brotli <= budget ? `${budget - brotli} bytes left` : `${brotli - budget} bytes over`}`);
process.exitCode = brotli <= budget ? 0 : 1;
