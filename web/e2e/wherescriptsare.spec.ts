import path from "node:path";
import { build } from "esbuild";
import type * as LEB from "leb-player";
import type { Page } from "@playwright/test";
import { Stream } from "./edge.js";
import { expect, PlayerPage, test } from "./fixtures.js";
import { servers } from "./servers.js";

// The ways in which pages, bundlers and micro-frontends load the player, and where it looks for leb.wasm then.

/** Opens a page without a script, in a folder that has no leb.wasm. */
const openEmptyPage = (page: Page) => page.goto(`${servers.site}/pages/empty.html`);

/** Has the page run leb.js, given as text, in one way of many. */
type Load = (text: string) => unknown;

const inScript = `async (text, attributes) => {
  const script = Object.assign(document.createElement("script"), attributes ?? { text });
  const loaded = new Promise((resolve) => (script.onload = script.onerror = resolve));
  document.head.append(script);
  if (script.src) await loaded;
}`;
declare function run(text: string, attributes?: object): Promise<void>;

const loads: Record<string, { load: Load; failure: string }> = {
  "inline": { load: (text) => run(text), failure: "HTTP status 404" },
  "as an inline module": { load: (text) => run("", { type: "module", src: URL.createObjectURL(new Blob([text], { type: "text/javascript" })) }), failure: "HTTP status 404" },
  "from a blob: URL": { load: (text) => run("", { src: URL.createObjectURL(new Blob([text])) }), failure: "no leb.wasm next to it" },
  "from a data: URL": { load: (text) => run("", { src: `data:text/javascript,${encodeURIComponent(text)}` }), failure: "no leb.wasm next to it" },
  "evaluated": { load: (text) => (0, eval)(text), failure: "HTTP status 404" },
  "made a function": { load: (text) => new Function(text)(), failure: "HTTP status 404" },
  "in a function with a window of its own": {
    load: (text) => {
      // As qiankun does it: methods have to be called on the real window.
      const bound = (value: unknown) => (typeof value === "function" && !value.prototype ? value.bind(window) : value);
      const own = new Proxy(window, { get: (target, name) => bound(Reflect.get(target, name)), set: (target, name, value) => Reflect.set(target, name, value) });
      (0, eval)(`(function(window,self,globalThis){ ${text}\n})`).call(own, own, own, own);
    },
    failure: "HTTP status 404",
  },
};
for (const [how, { load, failure }] of Object.entries(loads)) {
  test(`leb.js ${how} defines window.LEB, and asks for wasmURL`, async ({ page }) => {
    await openEmptyPage(page);
    await page.evaluate(`window.run = ${inScript}`);
    await page.evaluate(async (load) => (0, eval)(`(${load})`)(await (await fetch("/raw/leb.js")).text()), load.toString());
    await page.waitForFunction(() => "LEB" in window);

    const player = new PlayerPage(page, "script");
    await player.create();
    expect(await player.play(Stream.live().url)).toBe("wasm-load");
    const { message } = await player.failure();
    expect(message).toContain(failure);
    expect(message).toContain("set wasmURL");
    await player.create({ wasmURL: "/raw/leb.wasm" });
    expect(await player.play(Stream.live().url)).toBe("");
    await player.stop();
  });
}

/** Returns the package as esbuild bundles it, which leaves leb.wasm behind. */
async function bundle(format: "iife" | "esm", contents: string): Promise<string> {
  const index = path.join(import.meta.dirname, "../..", process.env.DIST ?? "dist", "npm/index.js");
  const stdin = { contents: contents.replace("leb-player", index), resolveDir: import.meta.dirname };
  const { outputFiles } = await build({ bundle: true, write: false, format, logOverride: { "empty-import-meta": "silent" }, stdin });
  return outputFiles[0]!.text;
}

test("an npm module in a blob: URL asks for wasmURL", async ({ page }) => {
  await openEmptyPage(page);
  const failure = await page.evaluate(async (source) => {
    const leb: typeof LEB = await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
    const failure: LEB.LEBError = await leb.preload().then(() => Promise.reject(), (error) => error);
    await leb.preload({ wasmURL: "/npm/leb.wasm" });
    return { code: failure.code, message: failure.message };
  }, await bundle("esm", 'export * from "leb-player"'));
  expect(failure).toEqual({ code: "wasm-load", message: expect.stringContaining("set wasmURL") });
});

const given: Record<string, () => LEB.PlayerOptions["wasm"]> = {
  "bytes": () => fetch("/raw/leb.wasm").then((response) => response.arrayBuffer()),
  "a response": () => fetch("/raw/leb.wasm"),
  "a compiled module": () => WebAssembly.compileStreaming(fetch("/raw/leb.wasm")),
};
for (const [what, give] of Object.entries(given)) {
  test(`a page that gives the module as ${what} plays, and again after the program's death`, async ({ player, page }) => {
    await page.evaluate(async ({ give, edge }) => {
      const wasm = await (0, eval)(`(${give})`)();
      window.player = new window.LEB.Player(window.video, { signalURL: edge, wasm });
    }, { give: give.toString(), edge: servers.edge });
    let fetched = 0;
    page.on("request", (request) => (fetched += Number(/leb\.wasm/.test(request.url()))));
    expect(await player.play(Stream.live().url)).toBe("");
    await player.waitForFrames(5);
    await player.killProgram();
    await player.waitForState("failed");
    expect(await player.play(Stream.live().url)).toBe("");
    expect(fetched).toBe(0);
    await player.stop();
  });
}

for (const format of ["iife", "esm"] as const) {
  test(`an npm module that esbuild has bundled (${format}) without leb.wasm asks for wasmURL`, async ({ page }) => {
    const body = await bundle(format, 'import * as leb from "leb-player"; window.LEB = leb');
    await page.route("**/pages/bundle.js", (route) => route.fulfill({ body, contentType: "text/javascript" }));
    await openEmptyPage(page);
    await page.addScriptTag({ url: "bundle.js", type: format === "esm" ? "module" : "" });
    const player = new PlayerPage(page, "script");
    await player.create();
    expect(await player.play(Stream.live().url)).toBe("wasm-load");
    expect((await player.failure()).message).toContain("set wasmURL");
    await player.create({ wasmURL: "/npm/leb.wasm" });
    expect(await player.play(Stream.live().url)).toBe("");
    await player.stop();
  });
}

test("leb.wasm is asked for by its version, whatever an image calls itself", async ({ page }) => {
  await page.goto(`${servers.site}/pages/module.html`);
  await page.evaluate(() => (document.body.innerHTML += `<img name="currentScript" src="http://127.0.0.1:9/evil/leb.js" alt="">`));
  for (const file of ["/raw/leb.js", "/npm/index.js"]) {
    const asked = page.waitForRequest(/leb\.wasm/);
    const version = await page.evaluate(async (file) => {
      const module = await import(file);
      const leb: typeof LEB = file.startsWith("/raw") ? window.LEB : module;
      void leb.preload().catch(() => undefined);
      return leb.version;
    }, file);
    expect(new URL((await asked).url()).host).toBe(new URL(servers.site).host);
    expect(new URL((await asked).url()).search).toBe(`?v=${version}`);
  }
});

const urls: [url: string, code: string][] = [
  ["http://", "bad-option"],
  ["https://[", "bad-option"],
  ["", "wasm-load"],
  ["missing.wasm", "wasm-load"],
  ["script.html", "wasm-load"],
  ["../raw/", "wasm-load"],
  ["#leb.wasm", "wasm-load"],
  ["javascript:0", "wasm-load"],
  ["ftp://127.0.0.1/leb.wasm", "wasm-load"],
  ["file:///leb.wasm", "wasm-load"],
  ["about:blank", "wasm-load"],
  ["mailto:leb@example.com", "wasm-load"],
  ["data:,", "wasm-load"],
  ["data:application/wasm;base64,AGFzbQEAAAA=", "wasm-load"],
  ["blob:null/leb", "wasm-load"],
  ["http://user:hunter2@127.0.0.1/leb.wasm", "wasm-load"],
  ["http://127.0.0.1:9/leb.wasm", "wasm-load"],
  ["../raw/leb.js", "wasm-load"],
  ["\u0000", "wasm-load"],
];
test.describe("a wasmURL of any kind", () => {
  test.use({ expectedErrors: [/cannot load .* is not supported|Not allowed to load local resource/] });
  test("play() settles", async ({ player }) => {
    for (const [wasmURL, code] of urls) {
      await player.create({ wasmURL });
      expect(await player.play(Stream.live().url), JSON.stringify(wasmURL)).toBe(code);
      expect(await player.state(), wasmURL).toBe("failed");
    }
  });
});
