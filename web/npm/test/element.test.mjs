// The parts of <leb-video> that need no page.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { load } from "../loadsource.mjs";

const { LEBError, LEBVideoElement, RenditionList, mediaFailure, optionsOf, renditionsOf, selectedIn, withoutBitrate, errorCodes } = await load(
  `
  export { LEBError } from "leb-player";
  export { LEBVideoElement } from "./element/index.js";
  export { optionsOf } from "./element/attributes.js";
  export { mediaFailure } from "./element/mediafailure.js";
  export { RenditionList, renditionsOf, selectedIn, withoutBitrate } from "./element/renditions.js";
  export { errorCodes } from "./vocabulary.js";
`,
);

const options = (attributes, config = {}) => optionsOf((name) => attributes[name] ?? null, config);

test("can be imported where there are no elements", () => {
  assert.equal(typeof HTMLElement, "undefined");
  assert.equal(typeof LEBVideoElement, "function");
});

test("attributes are options, above those of the page's object", () => {
  assert.deepEqual(options({}), {});
  assert.deepEqual(options({ "signal-url": "https://a", "wasm-url": "/leb.wasm", latency: "200", sei: "" }, { latency: 100, audio: false }), {
    signalURL: "https://a",
    wasmURL: "/leb.wasm",
    latency: 200,
    sei: true,
    audio: false,
  });
  assert.deepEqual(options({ "signal-url": " https://a  https://b\n", latency: "auto" }), { signalURL: ["https://a", "https://b"], latency: "auto" });
  assert.deepEqual(options({ "signal-url": "", "wasm-url": "", latency: "" }, { signalURL: "https://a" }), { signalURL: "https://a" });
});

test("fallback-src without a value is the usual HLS URL", () => {
  assert.deepEqual(options({ "fallback-src": "" }), { fallback: true });
  assert.deepEqual(options({ "fallback-src": "/live.m3u8" }), { fallback: "/live.m3u8" });
});

test("every failure has a code that controls have a text for", () => {
  const codes = Object.fromEntries(errorCodes.map((code) => [code, mediaFailure(new LEBError(code, "why")).code]));
  assert.deepEqual([...new Set(Object.values(codes))].sort(), [2, 3, 4]);
  const { network, timeout, refused, unsupported } = codes;
  assert.deepEqual({ network, timeout, refused, unsupported, decode: codes["decode-failed"] }, { network: 2, timeout: 2, refused: 4, unsupported: 4, decode: 3 });
  const error = new LEBError("refused", "why", { errcode: 42 });
  assert.deepEqual({ ...mediaFailure(error) }, { code: 4, message: "why", detail: error });
});

const stream = "webrtc://d/live/s?tabr_bitrates=d1080p,hd,d540p&tabr_start_bitrate=d540p&txSecret=1&txTime=2";

test("the bitrates of a URL are its renditions, and the start bitrate is selected", () => {
  const list = renditionsOf(stream, []);
  assert.deepEqual(list.map(({ id, width, height }) => ({ id, width, height })), [
    { id: "d1080p", width: 1920, height: 1080 },
    { id: "hd", width: undefined, height: undefined },
    { id: "d540p", width: 960, height: 540 },
  ]);
  assert.equal(list[0].src, stream.replace("start_bitrate=d540p", "start_bitrate=d1080p"), "only the start bitrate differs, in its place");
  assert.equal(list[2].src, stream);
  assert.equal(selectedIn(list, stream), 2);
  assert.deepEqual(renditionsOf("webrtc://d/live/s?txSecret=1", []), []);
});

test("a page may tell the sizes of bitrates", () => {
  const [, hd] = renditionsOf(stream, [{ id: "hd", height: 720, bitrate: 2e6 }]);
  assert.deepEqual(hd, { id: "hd", src: stream.replace("start_bitrate=d540p", "start_bitrate=hd"), width: 1280, height: 720, bitrate: 2e6 });
});

test("streams of their own are renditions in place of bitrates", () => {
  const list = renditionsOf(stream, [{ src: "webrtc://d/live/a", height: 1080 }, { src: "webrtc://d/live/b", id: "my own: b" }]);
  assert.deepEqual(list, [
    { id: "rendition-0", src: "webrtc://d/live/a", width: 1920, height: 1080 },
    { id: "my-own--b", src: "webrtc://d/live/b" },
  ]);
  assert.equal(selectedIn(list, "webrtc://d/live/b"), 1);
  assert.equal(selectedIn(list, "webrtc://d/live/c"), -1);
});

test("where the server chooses, nothing is selected, and a choice takes that from it", () => {
  assert.equal(withoutBitrate(stream), `${stream}&tabr_control=auto`);
  assert.equal(withoutBitrate("webrtc://d/live/s"), "webrtc://d/live/s");
  const bitrates = "tabr_bitrates=d1080p,d540p";
  for (const [before, after] of [
    [`?tabr_control=auto&${bitrates}`, `?${bitrates}&tabr_start_bitrate=d540p`],
    [`?${bitrates}&tabr_control=auto`, `?${bitrates}&tabr_start_bitrate=d540p`],
    [`?${bitrates}&tabr_control=auto&tabr_start_bitrate=d1080p&a=b`, `?${bitrates}&tabr_start_bitrate=d540p&a=b`],
  ]) {
    const list = renditionsOf(`webrtc://d/live/s${before}`, []);
    assert.equal(selectedIn(list, `webrtc://d/live/s${before}`), -1);
    assert.equal(list[1].src, `webrtc://d/live/s${after}`);
  }
});

test("a list of renditions tells what comes, goes and is selected", () => {
  const asked = [];
  const list = new RenditionList((before) => asked.push([before, list.selectedIndex]));
  const told = [];
  for (const type of ["addrendition", "removerendition", "change"]) {
    list.addEventListener(type, ({ rendition }) => told.push(rendition ? `${type} ${rendition.id}` : `${type} to ${list.selectedIndex}`));
  }
  list.replace(renditionsOf(stream, []), 2);
  assert.deepEqual([list.length, [...list].map(({ id }) => id), list.selectedIndex], [3, ["d1080p", "hd", "d540p"], 2]);
  assert.equal(list.getRenditionById("hd"), list[1]);
  assert.equal(list.getRenditionById("sd"), null);
  assert.deepEqual(told.splice(0), ["addrendition d1080p", "addrendition hd", "addrendition d540p", "change to 2"]);

  list.selectedIndex = 0;
  list.selectedIndex = 0;
  list.selectedIndex = 7;
  assert.deepEqual(told.splice(0), ["change to 0", "change to -1"]);
  assert.deepEqual(asked, [[2, 0], [0, -1]]);

  list.replace([], -1);
  assert.deepEqual([list.length, list[0], list.selectedIndex], [0, undefined, -1]);
  assert.deepEqual(told, ["removerendition d1080p", "removerendition hd", "removerendition d540p"]);
  assert.equal(asked.length, 2, "what the element does itself is not asked for");
});

test("custom-elements.json names the attributes that the element observes", () => {
  const manifest = JSON.parse(fs.readFileSync(path.join(import.meta.dirname, "../custom-elements.json"), "utf8"));
  const [element] = manifest.modules[0].declarations;
  const read = ["autoplay", "preload", "keepalive"]; // when they are needed
  assert.deepEqual(element.attributes.map(({ name }) => name).sort(), [...LEBVideoElement.observedAttributes, ...read].sort());
  for (const { name } of element.members) assert.ok(name === "nativeEl" || name in LEBVideoElement.prototype, name);
});
