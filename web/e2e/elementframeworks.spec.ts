import fs from "node:fs";
import path from "node:path";
import { type Plugin, build } from "esbuild";
import { Stream } from "./edge.js";
import { test } from "./elementpage.js";
import { expect } from "./fixtures.js";
import { servers, writtenPages } from "./servers.js";

// <leb-video> in the frameworks: their own ways of setting properties, listening, moving and removing. The apps are in apps/.

const apps = path.join(import.meta.dirname, "apps");

/** The element is the built file, which the site serves. */
const ownElement: Plugin = {
  name: "own-element",
  setup: ({ onResolve }) => onResolve({ filter: /^leb-player\/element$/ }, () => ({ path: "/npm/element.js", external: true })),
};

const svelte: Plugin = {
  name: "svelte",
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.svelte$/ }, async ({ path: file }) => {
      const { compile } = await import("svelte/compiler");
      return { contents: compile(fs.readFileSync(file, "utf8"), { filename: file, dev: false }).js.code };
    }),
};

/** Builds an app into the folder of written pages, and returns its URL. */
async function buildApp(entry: string, name: string): Promise<string> {
  const outfile = path.join(writtenPages, `${name}-${process.env.TEST_PARALLEL_INDEX ?? 0}.js`);
  await build({
    entryPoints: [path.join(apps, entry)],
    bundle: true,
    format: "esm",
    outfile,
    jsx: "automatic",
    conditions: ["browser"],
    // Not production: StrictMode mounts twice there.
    define: { "process.env.NODE_ENV": '"development"', __VUE_OPTIONS_API__: "true", __VUE_PROD_DEVTOOLS__: "false", __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false" },
    plugins: [ownElement, svelte],
  });
  return `/written/${path.basename(outfile)}`;
}

/** Returns what React's server renders of its app. */
async function renderOnServer(src: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: `
        import { renderToString } from "react-dom/server";
        import { Live } from "./live.jsx";
        export default (src, edge) => renderToString(<Live src={src} edge={edge} onFirstFrame={() => {}} />);`,
      loader: "jsx",
      resolveDir: apps,
    },
    bundle: true,
    write: false,
    format: "cjs",
    platform: "node",
    jsx: "automatic",
  });
  const module = { exports: {} as { default: (src: string, edge: string) => string } };
  new Function("module", "exports", "require", outputFiles[0]!.text)(module, module.exports, (await import("node:module")).createRequire(import.meta.url));
  return module.exports.default(src, servers.edge);
}

interface App {
  first: string;
  edge: string;
  app: { show(src: string): void; hide(): void };
  heard: string[];
}
declare const window: Window & App;

for (const [name, { entry, server }] of Object.entries<{ entry: string; server?: boolean }>({
  "React 19, in StrictMode": { entry: "react.jsx" },
  "React 19, rendered by a server": { entry: "react.jsx", server: true },
  "Vue 3": { entry: "vue.js" },
  "Svelte 5": { entry: "svelte.js" },
})) {
  test(`${name}: plays once, switches with its state, and stops when it is gone`, async ({ element, page }) => {
    const framework = path.parse(entry).name;
    const [first, second] = [Stream.live(), Stream.live()];
    const script = await buildApp(entry, framework);
    await page.addInitScript((given) => Object.assign(window, given), { first: first.url, edge: servers.edge });
    const html = server ? await renderOnServer(first.url) : "";
    if (server) expect(html).toContain(`<leb-video src="${first.url.replace(/&/g, "&amp;")}"`);
    await element.open(`<div id="app">${html}</div>`, { scripts: [script] });
    await element.waitForFrames();
    expect(await element.with(({ muted, autoplay, playsInline, nativeEl }) => [muted, autoplay, playsInline, nativeEl.playsInline])).toEqual([true, true, true, true]);
    expect(await first.counts()).toEqual({ pulls: 1, stops: 0 });
    if (!server) expect((await first.calls("pullstream"))[0]!.body.clientinfo, "config is a property").toBe(framework);
    await page.waitForFunction(() => window.heard.length === 1);

    const frames = await element.watchFrames();
    await page.evaluate((url) => window.app.show(url), second.url);
    await expect.poll(() => first.counts()).toEqual({ pulls: 1, stops: 1 });
    await element.waitForFrames();
    expect((await frames()).black, "black frames").toBe(0);

    await page.evaluate(() => window.app.hide());
    await expect(page.locator("leb-video")).toHaveCount(0);
    await expect.poll(() => second.counts()).toEqual({ pulls: 1, stops: 1 });
  });
}
