// How the components for frameworks set an element's properties and hear its events.

import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "../loadsource.mjs";

const { componentEvents, listen, setProps } = await load(`export * from "./frameworks/props.js";`);

class FakeElement extends EventTarget {
  attributes = {};
  setAttribute(name, value) { this.attributes[name] = value; }
  removeAttribute(name) { delete this.attributes[name]; }
}

test("properties are set when they change, and what is gone is unset", () => {
  const element = new FakeElement();
  const config = { audio: false };
  const set = [];
  for (const name of ["src", "config", "playsInline", "poster"]) Object.defineProperty(element, name, { set: (value) => set.push([name, value]) });
  const before = { src: "a", config, playsInline: true };
  setProps(element, {}, before);
  assert.deepEqual(set.splice(0).sort(), [["config", config], ["playsInline", true], ["src", "a"]]);
  setProps(element, before, { ...before });
  assert.deepEqual(set, []);
  setProps(element, before, { src: "b", playsInline: false });
  assert.deepEqual(set.sort(), [["config", undefined], ["playsInline", false], ["src", "b"]]);
});

test("muted and controlsList are attributes", () => {
  const element = new FakeElement();
  setProps(element, {}, { muted: true, controlsList: "nodownload" });
  assert.deepEqual(element.attributes, { muted: "", controlslist: "nodownload" });
  setProps(element, { muted: true, controlsList: "nodownload" }, { muted: false });
  assert.deepEqual(element.attributes, {});
});

test("events of the player come by their own names, unless a video has one of that name", () => {
  const element = new FakeElement();
  const heard = [];
  const end = listen(element, (type, event) => heard.push(`${type} by ${event.type}`));
  const types = ["lebfirstframe", "lebfallback", "playing", "error", "leberror", "resize", "lebresize", "click"];
  for (const type of types) element.dispatchEvent(new Event(type));
  assert.deepEqual(heard.splice(0), ["firstframe by lebfirstframe", "fallback by lebfallback", "playing by playing", "error by error", "resize by resize"]);
  end();
  for (const type of types) element.dispatchEvent(new Event(type));
  assert.deepEqual(heard, []);
  assert.equal(new Set(componentEvents).size, componentEvents.length);
});
