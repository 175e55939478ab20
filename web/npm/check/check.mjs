// Checks the package in dist/npm as those see it who install it: its metadata by publint and attw, its types by the oldest and the newest
// TypeScript, and its API by a committed copy of the types, so that no change of it goes unnoticed. With --update it writes that copy.

import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import ts from "typescript";

const here = import.meta.dirname;
const web = path.join(here, "../..");
const dist = path.join(web, "../dist");
const pkg = path.join(dist, "npm");
const report = path.join(here, "api");

/** Runs a program with Node, and shows what it says only if it fails. */
function run(title, file, ...args) {
  try {
    execFileSync(process.execPath, [file, ...args], { cwd: web, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  } catch ({ stdout, stderr }) {
    fail(`${title} objects:\n${stdout}${stderr}`);
  }
}

function fail(message) {
  console.error(message);
  process.exitCode = 1;
}

/** Returns the path of a program of an npm package. */
function program(name, command) {
  const folder = path.join(web, "node_modules", name);
  const { bin } = JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8"));
  return path.join(folder, typeof bin === "string" ? bin : bin[command]);
}

/** Returns the declarations of a file without their comments. */
function declarations(file) {
  const source = ts.createSourceFile(file, fs.readFileSync(file, "utf8"), ts.ScriptTarget.Latest);
  return ts.createPrinter({ removeComments: true }).printFile(source);
}

function checkAPI() {
  const current = new Map(fs.readdirSync(pkg).filter((name) => name.endsWith(".d.ts")).map((name) => [name, declarations(path.join(pkg, name))]));
  if (process.argv.includes("--update")) {
    fs.rmSync(report, { recursive: true, force: true });
    fs.mkdirSync(report);
    current.forEach((text, name) => fs.writeFileSync(path.join(report, name), text));
  }
  const committed = fs.existsSync(report) ? fs.readdirSync(report) : [];
  for (const name of new Set([...committed, ...current.keys()])) {
    const text = committed.includes(name) ? fs.readFileSync(path.join(report, name), "utf8") : "";
    if (text !== current.get(name)) fail(`the API in ${name} has changed: \`make api\` updates web/npm/check/api, whose difference shows how`);
  }
}

/** The compiler options of a page that uses the package. */
const ofThePage = { strict: true, noEmit: true, target: "es2020", lib: ["es2020", "dom", "dom.iterable"], types: [], exactOptionalPropertyTypes: true, jsx: "react-jsx" };

/** Compiles code that uses the package, as one has it who has installed it. */
function checkTypes() {
  const folder = path.join(dist, "types");
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(path.join(folder, "node_modules"), { recursive: true });
  // Copied, so that its types find those of the frameworks beside it.
  fs.cpSync(pkg, path.join(folder, "node_modules/leb-player"), { recursive: true, filter: (file) => !/\.(js|wasm)$/.test(file) });
  fs.mkdirSync(path.join(folder, "node_modules/@types"));
  for (const name of ["@types/react", "media-chrome", "vue"]) fs.symlinkSync(path.join(web, "node_modules", name), path.join(folder, "node_modules", name));
  fs.writeFileSync(path.join(folder, "package.json"), '{ "type": "module" }\n');
  for (const file of ["npm/test/types.ts", ...["entries.ts", "controls.ts", "react.tsx", "vue.ts"].map((name) => `npm/check/${name}`)]) fs.copyFileSync(path.join(web, file), path.join(folder, path.basename(file)));

  const compile = (compiler, moduleResolution, options, more) => {
    const module = moduleResolution === "bundler" ? "esnext" : moduleResolution;
    const config = path.join(folder, "tsconfig.json");
    fs.writeFileSync(config, JSON.stringify({ compilerOptions: { ...ofThePage, module, moduleResolution, ...options }, ...more }));
    run(`${compiler}, ${moduleResolution},`, program(compiler, "tsc"), "-p", config);
  };
  for (const moduleResolution of ["bundler", "nodenext"]) {
    compile("typescript-oldest", moduleResolution, {}, { exclude: ["controls.ts", "vue.ts", "node_modules"] });
    compile("typescript-newest", moduleResolution);
  }
  // The types of Vue and media-chrome themselves need a newer TypeScript.
  compile("typescript-oldest", "bundler", { skipLibCheck: true }, { files: ["controls.ts", "vue.ts"] });
}

checkAPI();
checkTypes();
run("publint", program("publint", "publint"), pkg, "--strict");
// Neither file has types: one is for bundlers and servers, the other for a Worker.
run("attw", program("@arethetypeswrong/cli", "attw"), "--pack", pkg, "--profile", "esm-only", "--exclude-entrypoints", "leb.wasm", "leb-worker.js");
