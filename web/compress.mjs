// How the files of a page are compressed: as a static server may send them, and as the sizes of the documents are counted.
import fs from "node:fs";
import zlib from "node:zlib";

/** Writes compressed copies of a file, .br and .gz, next to it. */
export function compress(file) {
  const bytes = fs.readFileSync(file);
  fs.writeFileSync(`${file}.br`, zlib.brotliCompressSync(bytes)); // quality 11 by default
  fs.writeFileSync(`${file}.gz`, zlib.gzipSync(bytes, { level: 9 }));
}

/** Returns how many bytes a file has, and how many by brotli -q 11. */
export function sizesOf(file) {
  const bytes = fs.readFileSync(file);
  return { raw: bytes.length, brotli: zlib.brotliCompressSync(bytes).length };
}
