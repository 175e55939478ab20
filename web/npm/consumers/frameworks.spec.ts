import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";
import { type Plugin, build } from "esbuild";
import { example, guide } from "../../e2e/documents.js";
import { Stream } from "../../e2e/edge.js";
import { expect, test } from "../../e2e/fixtures.js";
import { servers } from "../../e2e/servers.js";
import { copyApp, installedApp, versionOf } from "./install.js";
import { edit, pageOfBundle, policyOf, refusedWorker, vite } from "./rows.js";
import { serveFiles } from "./site.js";

// The components, the hook and the composable for frameworks, in apps with the packed package. Each test is a row of the table.

test.use({ expectedErrors: [refusedWorker] });

interface App {
  app: {
    show(src: string): void;
    hide(): void;
    /** In Vue: leaves the part of the page that <KeepAlive> keeps, or returns. */
    leave(on: boolean): void;
  };
  /** What the component has called back with. */
  heard: unknown[][];
  /** How often React has mounted the app. */
  mounts: number;
}
declare const window: Window & App;

interface Row {
  name: string;
  /** The folder of the app, and what its player names itself. */
  app: "react" | "vue" | "vue2";
  /** The npm package of the framework. */
  tool: string;
  entry: "./react" | "./vue" | "./inline";
  policy: Parameters<typeof policyOf>[0]["policy"];
  build(folder: string): Promise<void>;
}

const react = { app: "react", tool: "react", entry: "./react", policy: "strict" } as const;
const vue = { app: "vue", tool: "vue", entry: "./vue", policy: "strict, but Vue" } as const;

const rows: Row[] = [
  { name: "React component", ...react, build: reactApp("Component.jsx") },
  { name: "React hook", ...react, build: reactApp("Hook.jsx") },
  { name: "React component", ...react, tool: "react18", build: reactApp("Component.jsx", { "react-dom": "react-dom18", react: "react18" }) },
  { name: "Vue component", ...vue, build: vueApp("Component.vue") },
  { name: "Vue composable", ...vue, build: vueApp("Composable.vue") },
  { name: "Vue 2, the guide's component", app: "vue2", tool: "vue2", entry: "./inline", policy: "none", build: vue2App },
];

function reactApp(component: string, alias = {}): Row["build"] {
  // Not production: StrictMode mounts twice there.
  const define = { "process.env.NODE_ENV": '"development"' };
  return viteApp("react/main.jsx", component, `export default ${JSON.stringify({ define, resolve: { alias } })};\n`);
}

function vueApp(component: string): Row["build"] {
  return viteApp("vue/main.js", component, `import vue from "@vitejs/plugin-vue";\nexport default { plugins: [vue()] };\n`);
}

function viteApp(main: string, component: string, config: string): Row["build"] {
  return (folder) => {
    edit(folder, main, (text) => text.replace(/Component\.\w+/, component));
    edit(folder, "index.html", (html) => html.replace("./main.js", `./${main}`));
    fs.writeFileSync(path.join(folder, "vite.config.js"), config);
    return vite("vite")(folder);
  };
}

/** Leaves the template of a component to Vue's compiler in the page. */
const withTemplate: Plugin = {
  name: "with-template",
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.vue$/ }, ({ path: file }) => {
      const [, template, script] = /<template>(.*)<\/template>.*<script>(.*)<\/script>/s.exec(fs.readFileSync(file, "utf8"))!;
      return { contents: script!.replace("export default {", `$& template: ${JSON.stringify(template!.trim())},`) };
    }),
};

async function vue2App(folder: string): Promise<void> {
  fs.writeFileSync(path.join(folder, "vue2/Live.vue"), example(guide("en", "frameworks"), "Vue 2"));
  await build({ absWorkingDir: folder, entryPoints: ["vue2/main.js"], bundle: true, minify: true, plugins: [withTemplate], outfile: pageOfBundle(folder) });
}

/** Resolves once the page's video shows new frames. */
async function advances(page: Page, message: string): Promise<void> {
  const frames = () => page.locator("video").evaluate((video: HTMLVideoElement) => video.getVideoPlaybackQuality().totalVideoFrames);
  const before = await frames();
  await expect.poll(frames, { message, timeout: 30_000 }).toBeGreaterThan(before + 5);
}

for (const row of rows) {
  const version = versionOf(row.tool);
  test(`${row.name} | ${row.entry} | ${row.policy} | ${version}`, async ({ page }, info) => {
    const folder = copyApp(info.title);
    const began = Date.now();
    await row.build(folder);
    info.annotations.push({ type: "built in", description: `${((Date.now() - began) / 1000).toFixed(1)} s` }, { type: "version", description: version });
    const site = await serveFiles(path.join(folder, "out"), policyOf(row, servers.edge));
    try {
      const [first, second] = [Stream.live(), Stream.live()];
      await page.goto(`${site.url}?${new URLSearchParams({ edge: servers.edge, stream: first.url })}`);
      await advances(page, "plays");
      expect((await first.calls("pullstream")).map(({ body }) => body.clientinfo)).toEqual([row.app]);
      if (row.app === "react") expect(await page.evaluate(() => window.mounts), "StrictMode").toBe(2);
      if (row.app !== "vue2") {
        await expect(page.locator(".live")).toHaveAttribute("aria-busy", "false");
        expect(await page.evaluate(() => window.heard.splice(0))).toEqual([["firstframe", "number", "playing"]]);
      }

      await page.evaluate((url) => window.app.show(url), second.url);
      await expect.poll(() => first.counts()).toEqual({ pulls: 1, stops: 1 });
      await advances(page, "plays after a switch");
      await expect(page.locator(".live")).toBeVisible();

      let pulls = 1;
      if (row.app === "vue") {
        await page.evaluate(() => window.app.leave(true));
        await expect.poll(() => second.counts(), "within <KeepAlive>").toEqual({ pulls, stops: pulls++ });
        await page.evaluate(() => window.app.leave(false));
        await advances(page, "plays again");
      }

      await page.evaluate(() => window.app.hide());
      await expect(page.locator(".live")).toHaveCount(0);
      await expect.poll(() => second.counts()).toEqual({ pulls, stops: pulls });
      await expect.poll(async () => (await second.sessions()).every(({ state }) => state === "ended")).toBe(true);

      await page.evaluate((url) => window.app.show(url), Stream.fault("errcode-7").url);
      await expect.poll(() => page.evaluate(() => window.heard), "a failed start").toContainEqual(["error", "refused"]);
    } finally {
      await site.close();
    }
  });
}

/** Runs in Node: renders the component, and one that has the hook or composable. Says if importing the entry sets a global. */
const onServer = {
  "./react": `
    import { createElement as h } from "react";
    import { renderToString } from "react-dom/server";
    const before = Object.getOwnPropertyNames(globalThis).join();
    const { LEBVideo, useLEBPlayer } = await import("leb-player/react");
    if (Object.getOwnPropertyNames(globalThis).join() !== before) console.error("sets a global");
    function Own() {
      const { ref, state } = useLEBPlayer({ url: "webrtc://d/live/s" });
      return h("video", { ref, title: state });
    }
    console.log(renderToString(h("main", null, h(LEBVideo, { className: "live", src: "webrtc://d/live/s", muted: true, onPlaying() {} }), h(Own))));`,
  "./vue": `
    import { createSSRApp, h } from "vue";
    import { renderToString } from "vue/server-renderer";
    const before = Object.getOwnPropertyNames(globalThis).join();
    const { LEBVideo, useLEBPlayer } = await import("leb-player/vue");
    if (Object.getOwnPropertyNames(globalThis).join() !== before) console.error("sets a global");
    const Own = { setup: () => ({ own: useLEBPlayer(() => ({ url: "webrtc://d/live/s" })) }), render: ({ own }) => h("video", { ref: own.video, title: own.state.value }) };
    const app = createSSRApp(() => h("main", [h(LEBVideo, { class: "live", src: "webrtc://d/live/s", muted: true, onPlaying() {} }), h(Own)]));
    console.log(await renderToString(app));`,
};
for (const [entry, script] of Object.entries(onServer)) {
  test(`Node, server rendering | ${entry} | none`, () => {
    const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], { cwd: installedApp, encoding: "utf8" });
    expect(stderr).toBe("");
    expect(stdout).toBe('<main><leb-video class="live"></leb-video><video title="idle"></video></main>\n');
  });
}
