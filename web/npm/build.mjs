// Builds the script-tag files leb.js and txlive.js, leb-worker.js and the npm package npm/ from npm/src, next to an existing leb.wasm.
// Environment: DIST (output folder; default dist/), WASM_TOOLCHAIN (default go), WASM_EXEC (path of wasm_exec.js; default: the toolchain's).

import fs from "node:fs";
import path from "node:path";
import { build, transformSync } from "esbuild";
import { generateDtsBundle } from "dts-bundle-generator";
import { minify } from "terser";
import { compress } from "../compress.mjs";
import { copyDocs } from "./docs.mjs";
import { thirdPartyLicences } from "./licences.mjs";
import { innerNames } from "./mangle.mjs";
import { locate, toModule } from "./wasmexec.mjs";

const here = import.meta.dirname;
const top = path.join(here, "../..");
const dist = path.resolve(process.env.DIST || path.join(top, "dist"));
const pkg = path.join(dist, "npm");
const { version } = JSON.parse(fs.readFileSync(path.join(here, "package.json"), "utf8"));

const toolchain = process.env.WASM_TOOLCHAIN || "go";
const wasmExec = process.env.WASM_EXEC || locate(toolchain);

const shared = {
  bundle: true,
  absWorkingDir: here,
  entryPoints: ["src/index.ts"],
  tsconfig: "../tsconfig.json",
  charset: "utf8",
  logLevel: "warning",
  plugins: [
    { name: "wasm_exec", setup: provideWasmExec },
    { name: "leb.wasm", setup: provideWasm },
    { name: "courier", setup: provideCourier },
  ],
  // Older Android WebViews and Safaris lack optional chaining and class fields. import.meta is kept for the bundlers of ESM users.
  target: "es2019",
  supported: { "import-meta": true, bigint: true },
};

function provideWasmExec({ onLoad, onResolve }) {
  onResolve({ filter: /^\.\/wasm_exec\.js$/ }, () => ({ path: wasmExec, namespace: "wasm_exec", pluginData: {} }));
  onLoad({ filter: /.*/, namespace: "wasm_exec" }, () => ({
    contents: toModule(toolchain, fs.readFileSync(wasmExec, "utf8"), path.join(dist, "leb.wasm")),
    watchFiles: [wasmExec],
  }));
}

function provideWasm({ onLoad, onResolve }) {
  onResolve({ filter: /^leb\.wasm$/ }, () => ({ path: "base64", namespace: "leb.wasm" }));
  onLoad({ filter: /.*/, namespace: "leb.wasm" }, () => ({ contents: fs.readFileSync(path.join(dist, "leb.wasm"), "base64"), loader: "text" }));
}

/** The text of the courier's worker, minified. */
const courierWorker = () => transformSync(fs.readFileSync(path.join(here, "src/courierworker.js"), "utf8"), { minify: true, target: shared.target }).code;

function provideCourier({ onLoad }) {
  onLoad({ filter: /[/]src[/]courierworker\.js$/ }, () => ({ contents: courierWorker(), loader: "text" }));
}

function define(script) {
  return { __VERSION__: JSON.stringify(version), __SCRIPT_TAG__: String(script) };
}

async function buildScript() {
  const mangleProps = innerNames(path.join(here, "src/index.ts"), path.join(here, "../tsconfig.json"), fs.readFileSync(wasmExec, "utf8"));
  await writeScript("leb.js", "LEB", { mangleProps }, (members) => `{${members}}`);
}

/** The script-tag file with TXLivePlayer. It may use the library of leb.js, by the names of its members, so it mangles none. */
async function buildTXLiveScript() {
  await writeScript("txlive.js", "TXLivePlayer", { entryPoints: ["src/txlive/script.ts"] }, (members) => members.split(":")[1]);
}

/** @param value returns the expression for the global, from the module's exports as members of an object */
async function writeScript(name, global, options, value) {
  const { outputFiles } = await build({ ...shared, ...options, format: "esm", minify: true, define: define(true), write: false });
  // esbuild minifies statement by statement. terser also moves values to where they are used, and functions together.
  const { code } = await minify(outputFiles[0].text, { module: true, ecma: 2019, compress: { passes: 2, hoist_funs: true }, format: { comments: /^!/ } });
  // Most functions are called in each play: browsers.md, "functions compiled when called".
  const header = `/*! leb-player ${version} | MIT */\n//# allFunctionsCalledOnLoad\n`;
  fs.writeFileSync(path.join(dist, name), header + toScript(code, global, value));
}

/**
 * Turns a module into a classic script that sets a global. esbuild's own format for that makes each export a getter and a module out of
 * the object, by helpers of 200 bytes compressed.
 */
function toScript(module, global, value) {
  const [before, names, after, ...rest] = module.split(/export\{([^}]*)\};/);
  if (after === undefined || rest.length > 0) throw new Error("the module does not have exactly one list of exports");
  const members = names.replace(/([\w$]+)(?: as ([\w$]+))?/g, (_, local, exported = local) => `${exported}:${local}`);
  // A variable is global only in a script of the page's own scope, not in a module or in text that a micro-frontend runs in a function.
  const setGlobal = `typeof window<"u"&&(window.${global}=${global});`;
  return `"use strict";var ${global}=(()=>{${before}return${value(members).replace(/^\w/, " $&")}})();\n${setGlobal}\n${after.trim()}\n`;
}

/** The entries of the package. What they share is core.js, so that a page has one Player and one program, whatever it imports. */
async function buildModules() {
  const entries = { entryPoints: ["src/index.ts", "src/inline.ts"], outdir: pkg, splitting: true, chunkNames: "core" };
  await build({ ...shared, ...entries, format: "esm", define: define(false) });
}

/** The entries that import the package's other files, so that a page has one player, one program and one element whichever it loads; and where they are in src/. */
const onTop = { element: "element", react: "react", vue: "vue", controls: "controls", txliveplayer: "txlive" };

async function buildOnTop(name) {
  const ownFiles = ({ onResolve }) =>
    onResolve({ filter: /^leb-player(\/element)?$/ }, ({ path: entry }) => ({ path: ownFile(entry), external: true }));
  const plugins = [{ name: "own-files", setup: ownFiles }];
  // By the directive, components that stay on a server may contain those of the entry for React.
  const banner = { js: name === "react" ? '"use client";' : "" };
  const output = { format: "esm", outfile: path.join(pkg, `${name}.js`), banner };
  await build({ ...shared, entryPoints: [`src/${onTop[name]}/index.ts`], external: ["react", "vue", "media-chrome"], define: define(false), plugins, ...output });
}

/** Returns the file of an entry, as another file of the package names it. */
function ownFile(entry) {
  return entry === "leb-player" ? "./index.js" : entry.replace("leb-player", ".") + ".js";
}

function buildTypes() {
  const [text] = generateDtsBundle(
    [{ filePath: path.join(here, "src/index.ts"), output: { noBanner: true, exportReferencedTypes: false } }],
    { preferredConfigPath: path.join(here, "../tsconfig.json") },
  );
  // Libraries of a page's own configuration, and all before TypeScript 5.2, lack it.
  const asyncDispose = "declare global {\n  interface SymbolConstructor {\n    readonly asyncDispose: unique symbol;\n  }\n}\n";
  fs.writeFileSync(path.join(pkg, "index.d.ts"), asyncDispose + text);
  fs.writeFileSync(path.join(pkg, "inline.d.ts"), 'export * from "./index.js";\n');
  // For pages that load leb.js or txlive.js by a script tag. They export nothing.
  fs.writeFileSync(path.join(pkg, "leb.d.ts"), 'import type * as API from "./index.js";\n\ndeclare global {\n  var LEB: typeof API;\n}\n');
  const imported = 'import type { TXLivePlayer as Player } from "./txliveplayer.js";\n\n';
  fs.writeFileSync(path.join(pkg, "txlive.d.ts"), `${imported}declare global {\n  var TXLivePlayer: typeof Player;\n  type TXLivePlayer = Player;\n}\n`);
}

/** Types of an entry. For the compiler the package is where a page has it, so that its types are imported and not copied. */
function buildTypesOnTop(name) {
  const folder = fs.mkdtempSync(path.join(dist, "types-"));
  const installed = path.join(folder, "node_modules/leb-player");
  fs.mkdirSync(installed, { recursive: true });
  for (const file of ["index.d.ts", "element.d.ts"]) if (fs.existsSync(path.join(pkg, file))) fs.copyFileSync(path.join(pkg, file), path.join(installed, file));
  const paths = { "leb-player": [path.join(installed, "index.d.ts")], "leb-player/element": [path.join(installed, "element.d.ts")] };
  const config = path.join(folder, "tsconfig.json");
  fs.writeFileSync(config, JSON.stringify({ extends: path.join(here, "../tsconfig.json"), compilerOptions: { paths } }));
  const [text] = generateDtsBundle(
    [{ filePath: path.join(here, `src/${onTop[name]}/index.ts`), output: { noBanner: true, exportReferencedTypes: false, inlineDeclareGlobals: true } }],
    { preferredConfigPath: config },
  );
  fs.rmSync(folder, { recursive: true });
  fs.writeFileSync(path.join(pkg, `${name}.d.ts`), text.replace(/(["'])(leb-player(?:\/element)?)\1/g, (_, _quote, entry) => `"${ownFile(entry)}"`));
}

function copyFiles() {
  const licences = thirdPartyLicences(toolchain);
  for (const folder of [dist, pkg]) {
    fs.writeFileSync(path.join(folder, "THIRD_PARTY_LICENSES.txt"), licences);
    // The workers that leb.wasm and leb.js contain too, for pages that allow no worker made from a blob.
    fs.writeFileSync(path.join(folder, "leb-worker.js"), fs.readFileSync(path.join(top, "bridge/transform.js"), "utf8") + courierWorker());
  }
  fs.copyFileSync(wasmExec, path.join(dist, "wasm_exec.js"));
  for (const name of ["package.json", "custom-elements.json"]) fs.copyFileSync(path.join(here, name), path.join(pkg, name));
  for (const from of [path.join(top, "LICENSE"), ...["leb.js", "txlive.js", "leb.wasm"].map((name) => path.join(dist, name))]) {
    if (fs.existsSync(from)) fs.copyFileSync(from, path.join(pkg, path.basename(from)));
    else console.warn(`build: ${path.relative(top, from)} is missing, so dist/npm is incomplete`);
  }
}

fs.mkdirSync(pkg, { recursive: true });
await Promise.all([buildScript(), buildTXLiveScript(), buildModules(), ...Object.keys(onTop).map(buildOnTop)]);
buildTypes();
Object.keys(onTop).forEach(buildTypesOnTop);
copyFiles();
copyDocs(pkg);
// Only for the shipped build: compressing the standard toolchain's module takes ten seconds.
if (toolchain === "tinygo") for (const name of ["leb.js", "txlive.js", "leb.wasm"]) compress(path.join(dist, name));
