import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import type { Page } from "@playwright/test";
import { Stream } from "../../e2e/edge.js";
import { expect } from "../../e2e/fixtures.js";
import { servers } from "../../e2e/servers.js";
import { root } from "./install.js";
import { runTool, serveFiles, serveWith, type Site } from "./site.js";

const script = "script-src 'self' 'wasm-unsafe-eval'";
const style = "style-src 'self'";
const trustedTypes = "require-trusted-types-for 'script'; trusted-types 'none'";

/** The Content-Security-Policies of the pages. The strict ones allow nothing else but calls to the edge. */
const policies = {
  strict: `default-src 'none'; ${script}; ${style}; ${trustedTypes}`,
  "strict, but inline scripts": `default-src 'none'; ${script} 'unsafe-inline'; ${style}; ${trustedTypes}`,
  // It makes a policy whether it uses it or not.
  "strict, but Vue": `default-src 'none'; ${script}; ${style}; require-trusted-types-for 'script'; trusted-types vue`,
  "script-src": `${script}; worker-src blob:`,
  "style-src": style,
  "trusted types": trustedTypes,
  none: "",
};

/** What Chromium says once where a policy forbids the worker for reports: browsers.md, "refused worker". */
export const refusedWorker = /TrustedScriptURL/;

/** A way in which people use the package. */
export interface Row {
  name: string;
  /** The npm package of the tool. */
  tool?: string;
  entry: "." | "./inline" | "./leb.js" | "./controls" | "./txlive" | "./txlive.js" | "both";
  policy: keyof typeof policies;
  /** Makes the app in a folder that has the package installed, and starts it. */
  start(folder: string, policy: string): Promise<Site>;
  /** Tries what else its app has. */
  also?(page: Page, url: string): Promise<void>;
}

const require = createRequire(path.join(root, "package.json"));
const bin = (name: string, file: string) => path.join(root, "node_modules", name, file);

export const rows: Row[] = [
  // First, as it takes longest.
  { name: "Next, app router", tool: "next", entry: ".", policy: "none", start: next, also: serverComponent },
  { name: "webpack 5", tool: "webpack", entry: ".", policy: "strict", start: built(webpack("webpack")) },
  { name: "webpack 5", tool: "webpack", entry: "./inline", policy: "strict", start: built(webpack("webpack")) },
  { name: "webpack 4", tool: "webpack4", entry: "./inline", policy: "strict", start: built(webpack("webpack4")) },
  // It puts an import map into the page.
  { name: "Parcel", tool: "parcel", entry: ".", policy: "strict, but inline scripts", start: built(parcel) },
  { name: "Parcel", tool: "parcel", entry: "./inline", policy: "strict", start: built(parcel) },
  { name: "Vite 8, build", tool: "vite", entry: ".", policy: "strict", start: built(vite("vite")) },
  { name: "Vite 8, build", tool: "vite", entry: "./inline", policy: "strict", start: built(vite("vite")) },
  { name: "Vite 8, dev", tool: "vite", entry: ".", policy: "none", start: viteDev("vite") },
  { name: "Vite 8, dev", tool: "vite", entry: "./inline", policy: "none", start: viteDev("vite") },
  { name: "Vite 7, build", tool: "vite7", entry: ".", policy: "strict", start: built(vite("vite7")) },
  { name: "Vite 7, dev", tool: "vite7", entry: "./inline", policy: "none", start: viteDev("vite7") },
  { name: "Rollup", tool: "rollup", entry: "./inline", policy: "strict", start: built(rollup) },
  { name: "esbuild", tool: "esbuild", entry: "./inline", policy: "strict", start: built(esbuild) },
  { name: "esbuild, from file://", tool: "esbuild", entry: "./inline", policy: "none", start: fromDisk },
  { name: "script tag", entry: "./leb.js", policy: "strict", start: scriptTag("leb.js", "script.js") },
  { name: "script tag", entry: "./txlive.js", policy: "strict", start: scriptTag("txlive.js", "txlivescript.js") },
  { name: "Vite 8, build", tool: "vite", entry: "./txlive", policy: "strict", start: ofApp("txlive.js", built(vite("vite"))) },
  // media-chrome writes its parts as HTML with <style>.
  { name: "Vite 8, build", tool: "vite", entry: "./controls", policy: "script-src", start: ofApp("controls.js", built(vite("vite"))), also: controlsFromBuild },
  ...(["strict", "trusted types", "script-src", "style-src"] as const).map((policy) => plain(".", policy)),
  plain("./inline", "strict"),
  plain("both", "strict"),
];

/** Returns the policy of a row, which allows calls to the edge. */
export function policyOf({ policy }: Pick<Row, "policy">, edge: string): string {
  const { [policy]: text } = policies;
  return text && `${text}; connect-src 'self' ${edge}`;
}

/** Changes a text file. */
export function edit(folder: string, name: string, change: (text: string) => string): void {
  const file = path.join(folder, name);
  fs.writeFileSync(file, change(fs.readFileSync(file, "utf8")));
}

/** Has the app import the entry of its row. */
export function useEntry(folder: string, { entry }: Row): void {
  if (entry === "./inline") edit(folder, "main.js", (text) => text.replace('"leb-player"', '"leb-player/inline"'));
}

/** Has the page run another script. */
function useScript(folder: string, script: string): void {
  edit(folder, "index.html", (html) => html.replace(/<script.*<\/script>/, script));
}

/** A page without a bundler. An import map would be an inline script, so the modules name the files. */
function plain(entry: "." | "./inline" | "both", policy: Row["policy"]): Row {
  const main = entry === "both" ? "both.js" : "main.js";
  const withFiles = (text: string) =>
    text.replace('"leb-player"', '"./node_modules/leb-player/index.js"').replace('"leb-player/inline"', '"./node_modules/leb-player/inline.js"');
  const start = (folder: string, header: string) => {
    edit(folder, main, withFiles);
    useScript(folder, `<script type="module" src="./${main}"></script>`);
    return serveFiles(folder, header);
  };
  return { name: "ES modules", entry, policy, start };
}

/** A page that loads a file of the package by a script tag, and then the app's own script. */
function scriptTag(file: string, script: string): Row["start"] {
  return (folder, policy) => {
    useScript(folder, `<script src="node_modules/leb-player/${file}"></script><script type="module" src="${script}"></script>`);
    return serveFiles(folder, policy);
  };
}

/** Starts the app of another script. */
function ofApp(main: string, start: Row["start"]): Row["start"] {
  return (folder, policy) => {
    edit(folder, "index.html", (html) => html.replace("./main.js", `./${main}`));
    return start(folder, policy);
  };
}

/** Builds the app and serves the folder `out` in its folder. */
function built(build: (folder: string) => Promise<unknown>): Row["start"] {
  return async (folder, policy) => {
    await build(folder);
    return serveFiles(path.join(folder, "out"), policy);
  };
}

/** Puts a page for a bundle, a classic script, into the folder `out`. */
export function pageOfBundle(folder: string): string {
  useScript(folder, '<script src="bundle.js"></script>');
  fs.mkdirSync(path.join(folder, "out"));
  fs.renameSync(path.join(folder, "index.html"), path.join(folder, "out/index.html"));
  return path.join(folder, "out/bundle.js");
}

async function esbuild(folder: string): Promise<void> {
  const { build } = require("esbuild") as typeof import("esbuild");
  await build({ absWorkingDir: folder, entryPoints: ["main.js"], bundle: true, minify: true, outfile: pageOfBundle(folder) });
}

async function fromDisk(folder: string): Promise<Site> {
  await esbuild(folder);
  return { url: `file://${folder}/out/index.html`, close: () => Promise.resolve() };
}

async function rollup(folder: string): Promise<void> {
  const { rollup } = require("rollup");
  const { default: resolve } = require("@rollup/plugin-node-resolve");
  const bundle = await rollup({ input: path.join(folder, "main.js"), plugins: [resolve({ browser: true })] });
  await bundle.write({ file: pageOfBundle(folder), format: "iife" });
  await bundle.close();
}

function webpack(name: string): (folder: string) => Promise<void> {
  return (folder) => {
    const filename = path.basename(pageOfBundle(folder));
    const output = { path: path.join(folder, "out"), filename, ...(name === "webpack" && { publicPath: "auto" }) };
    return new Promise((resolve, reject) => {
      require(name)({ mode: "production", context: folder, entry: "./main.js", output, performance: false }, (error: Error | null, stats: any) => {
        if (error ?? stats.hasErrors()) reject(error ?? new Error(stats.toString()));
        else resolve();
      });
    });
  };
}

function parcel(folder: string): Promise<void> {
  return runTool(folder, bin("parcel", "lib/bin.js"), "build", "index.html", "--dist-dir", "out", "--no-cache", "--no-autoinstall", "--no-source-maps");
}

/** Returns what builds an app by a version of Vite. */
export function vite(name: string): (folder: string) => Promise<void> {
  return (folder) => runTool(folder, bin(name, "bin/vite.js"), "build", "--outDir", "out");
}

function viteDev(name: string): Row["start"] {
  return (folder) => serveWith(folder, bin(name, "bin/vite.js"), (port) => ["--host", "127.0.0.1", "--port", port, "--strictPort"]);
}

async function next(folder: string): Promise<Site> {
  fs.renameSync(path.join(folder, "next"), path.join(folder, "app"));
  fs.writeFileSync(path.join(folder, "next.config.mjs"), `export default { turbopack: { root: ${JSON.stringify(root)} } };\n`);
  await runTool(folder, bin("next", "dist/bin/next"), "build");
  return serveWith(folder, bin("next", "dist/bin/next"), (port) => ["start", "-H", "127.0.0.1", "-p", port]);
}

/** Tries the page whose component is rendered on the server, and plays in the browser. */
async function serverComponent(page: Page, url: string): Promise<void> {
  const stream = Stream.live();
  const html = await page.goto(`${url}video?${new URLSearchParams({ edge: servers.edge, stream: stream.url })}`);
  expect(await html!.text(), "rendered on the server").toContain('<leb-video class="live"></leb-video>');
  const frames = () => page.locator("leb-video").evaluate((video) => (video as HTMLVideoElement).getVideoPlaybackQuality().totalVideoFrames);
  await expect.poll(frames).toBeGreaterThan(10);
  await page.locator("leb-video").evaluate((video) => video.remove());
  await expect.poll(() => stream.counts()).toEqual({ pulls: 1, stops: 1 });
}

/** Tries the controls that the page has. */
async function controlsFromBuild(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Statistics" }).click();
  await expect(page.getByRole("table", { name: "Statistics" })).toBeVisible();
  await page.getByRole("button", { name: "Mirror" }).click();
  await expect(page.getByRole("button", { name: "Mirror" })).toHaveAttribute("aria-pressed", "true");
}
