// Fails when source files import each other in a circle. An import of types counts: it ties two files together as any other does.
import fs from "node:fs";
import path from "node:path";
import ts from "typescript";

const here = import.meta.dirname;
const folders = ["npm", "demo", "e2e", "bench"];
const { options } = ts.parseJsonConfigFileContent({ extends: "./tsconfig.base.json" }, ts.sys, here);

const files = folders.flatMap((folder) =>
  fs.readdirSync(path.join(here, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(ts|mjs|js)$/.test(name))
    .map((name) => path.join(here, folder, name)));
const imports = new Map(files.map((file) => [file, importsOf(file)]));

/** The project's own files that a file imports or re-exports from. */
function importsOf(file) {
  return ts.preProcessFile(fs.readFileSync(file, "utf8"), true, true).importedFiles
    .map(({ fileName }) => ts.resolveModuleName(fileName, file, options, ts.sys).resolvedModule?.resolvedFileName)
    .filter((imported) => files.includes(imported));
}

/** The first circle met on the way from a file, as the files along it. Enters the files that lead to none in `cleared`. */
function circleFrom(file, cleared, above = []) {
  if (above.includes(file)) return [...above.slice(above.indexOf(file)), file];
  if (cleared.has(file)) return null;
  for (const imported of imports.get(file)) {
    const circle = circleFrom(imported, cleared, [...above, file]);
    if (circle) return circle;
  }
  cleared.add(file);
  return null;
}

const cleared = new Set();
for (const file of files) {
  const circle = circleFrom(file, cleared);
  if (!circle) continue;
  console.error(`circle of imports: ${circle.map((name) => path.relative(here, name)).join(" → ")}`);
  for (const name of circle) cleared.add(name); // reported once, not from each of its files
  process.exitCode = 1;
}
