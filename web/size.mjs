// Prints the bytes of what a page loads: raw, and as brotli -q 11 sends it.
import fs from "node:fs";
import path from "node:path";
import zlib from "node:zlib";

const dist = path.join(import.meta.dirname, "../dist");
const sizes = ["leb.wasm", "leb.js"].map((name) => {
  const bytes = fs.readFileSync(path.join(dist, name));
  return { name, raw: bytes.length, brotli: zlib.brotliCompressSync(bytes).length };
});
const sum = (key) => sizes.reduce((total, size) => total + size[key], 0);
const rows = [...sizes, { name: "together", raw: sum("raw"), brotli: sum("brotli") }];

const column = (value) => value.toLocaleString("en-US").padStart(12);
console.log(`${"".padEnd(10)}${"raw".padStart(12)}${"brotli".padStart(12)}`);
for (const { name, raw, brotli } of rows) console.log(name.padEnd(10) + column(raw) + column(brotli));
