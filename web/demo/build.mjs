// Builds the demo site, a folder of plain files for any static host.
//
//   node demo/build.mjs [--out DIR] [--lib DIR]
//
// --out  the output folder                                                       (default dist/site)
// --lib  the folder of leb.js, leb.wasm, leb-worker.js, their licences and npm/ (default dist)
import { access, copyFile, mkdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { compress } from "../compress.mjs";
import { strictStyles } from "./strictstyles.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const dist = resolve(here, "../../dist");

const { values } = parseArgs({ options: { out: { type: "string" }, lib: { type: "string" } } });
const out = resolve(values.out ?? join(dist, "site"));
const lib = resolve(values.lib ?? dist);

/** The controls and the element are the package's, and use the page's leb.js: one player, and one leb.wasm. */
const pagesOwn = {
  name: "the page's own player",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^leb-player\/controls$/ }, () => ({ path: join(lib, "npm/controls.js") }));
    onResolve({ filter: /^\.\/index\.js$/ }, ({ importer }) => (dirname(importer) === join(lib, "npm") ? { path: "leb-player", namespace: "global" } : undefined));
    onResolve({ filter: /^\.\/player\.js$/ }, () => ({ path: "./player.js", external: true })); // next to demo.js, which does not wait for it
    onLoad({ filter: /.*/, namespace: "global" }, () => ({ contents: "module.exports = globalThis.LEB" }));
  },
};

await mkdir(out, { recursive: true });
const shared = { outdir: out, bundle: true, minify: true, target: ["es2022", "safari16"], logLevel: "warning", metafile: true };
const pages = await build({
  ...shared,
  entryPoints: {
    demo: join(here, "src/main.ts"),
    player: join(here, "src/front/player.ts"),
    style: join(here, "style.css"),
    check: join(here, "check/main.ts"),
  },
  format: "iife",
  plugins: [pagesOwn, strictStyles],
  nodePaths: [join(here, "../node_modules")], // of media-chrome, for the package's files
});
// Loaded when they are needed. The small form of hls.js has all that a live stream needs.
const later = await build({
  ...shared,
  entryPoints: { hls: fileURLToPath(import.meta.resolve("hls.js/light")), uplot: join(here, "../node_modules/uplot/dist/uPlot.esm.js") },
  format: "esm",
});
for (const { metafile } of [pages, later]) for (const file of Object.keys(metafile.outputs)) compress(file);
for (const page of ["index.html", "check.html"]) {
  await copyFile(join(here, page), join(out, page));
  compress(join(out, page));
}
for (const [name, from] of [["player", "media-chrome"], ["hls", "hls.js"], ["uplot", "uplot"]]) {
  await copyFile(join(here, "../node_modules", from, "LICENSE"), join(out, `${name}.LICENSE.txt`));
}

// What the page links to before `make docs` has been run.
for (const language of ["en", "zh"]) {
  const page = join(out, "docs", language, "index.html");
  if (await access(page).then(() => true, () => false)) continue;
  await mkdir(dirname(page), { recursive: true });
  await copyFile(join(here, "nodocs.html"), page);
}

// The development server answers this name itself. On a static host an empty object spares every visitor a 404.
await writeFile(join(out, "site-config.json"), "{}\n");

const compressed = ["leb.js", "leb.wasm"].flatMap((name) => [name, `${name}.br`, `${name}.gz`]);
for (const name of [...compressed, "leb-worker.js", "THIRD_PARTY_LICENSES.txt"]) {
  await copyFile(join(lib, name), join(out, name)).catch((cause) => {
    throw new Error(`${join(lib, name)} cannot be copied: build the library first`, { cause });
  });
}
