import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import test from "node:test";
import { innerNames } from "../mangle.mjs";

const config = path.join(import.meta.dirname, "../../tsconfig.json");

/** Returns which of the names in a module may be shortened. */
function innerOf(t, module, foreign = "") {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mangle-"));
  t.after(() => fs.rmSync(folder, { recursive: true }));
  const entry = path.join(folder, "index.ts");
  fs.writeFileSync(entry, module);
  const pattern = innerNames(entry, config, foreign);
  return [...new Set(module.match(/\w+/g))].filter((name) => pattern.test(name)).sort();
}

test("members of inner classes, and of what they implement, may be shortened", (t) => {
  const names = innerOf(
    t,
    `interface Heard { hear(): void }
     class Ear implements Heard {
       private loud = 1;
       constructor(readonly left: boolean) {}
       hear() { const { loud } = this; this.loud = loud + Number(this.left); }
     }
     export const make = (): unknown => { const ear: Heard = new Ear(true); ear.hear(); return ear; };`,
  );
  assert.deepEqual(names, ["hear", "left", "loud"]);
});

test("a name that is also somebody else's stays", (t) => {
  const names = innerOf(
    t,
    `interface Options { limit: number }
     class Inner {
       limit = 1; muted = true; kind = "a"; handle = 2; stop = 3; given = 4; length = 5; only = 6;
     }
     export class Outer { readonly stop = new Inner().only; }
     export function use(options: Options, video: HTMLVideoElement, any: any) {
       const inner = new Inner();
       const { given } = any;
       return [inner.limit + options.limit, inner.muted || video.muted, "kind" in any, { length: inner.length }, given];
     }`,
    "go.handle = 1;",
  );
  assert.deepEqual(names, ["only"]);
});
