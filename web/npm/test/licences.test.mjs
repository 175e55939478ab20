// Everything that is shipped has the notices of all the code that is linked into it.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { licenceTexts } from "../licences.mjs";

const top = path.join(import.meta.dirname, "../../..");

const builds = {
  go: { source: ".", tags: [], artefacts: ["dist/go", "dist/go/npm"], also: ["Go's standard library"] },
  tinygo: {
    source: "dist/.tinygo/source",
    tags: ["-tags=tinygo,tinygo.wasm"],
    artefacts: ["dist", "dist/npm", "dist/site"],
    also: ["Go's standard library", "TinyGo's runtime"],
  },
};

function goListDeps({ source, tags }) {
  const env = { ...process.env, GOOS: "js", GOARCH: "wasm" };
  const out = execFileSync("go", ["list", "-deps", ...tags, "-f", "{{with .Module}}{{.Path}}{{end}}", "."], {
    cwd: path.join(top, source),
    env,
    encoding: "utf8",
  });
  return [...new Set(out.split("\n"))].filter((name) => name && name !== "lebplayer");
}

/** Returns the notices in a file: the text of each by the name of what it is for, without a version. */
function notices(file) {
  const found = fs.readFileSync(file, "utf8").split(`\n${"-".repeat(72)}\n\n`);
  return new Map(found.map((notice) => {
    const [, name, text] = /^LEB Player contains parts of (.*?)(?: v\S+| and wasm_exec\.js)?:\n\n([^]*)$/.exec(notice);
    return [name, text];
  }));
}

for (const [toolchain, build] of Object.entries(builds)) {
  const linked = goListDeps(build);
  for (const artefact of build.artefacts) {
    test(`${artefact} has the notice of everything that ${toolchain} links`, () => {
      assert.ok(linked.includes("github.com/pion/webrtc/v3"), "go list names the modules");
      const found = notices(path.join(top, artefact, "THIRD_PARTY_LICENSES.txt"));
      assert.deepEqual([...found.keys()].sort(), [...linked, ...build.also].sort());
      for (const [name, text] of found) assert.match(text, /copyright|\(c\)|©|SPDX-FileCopyrightText/i, name);
    });
  }
}

test("a module without a licence is an error, and a folder of licences is not one", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "licences-"));
  try {
    fs.mkdirSync(path.join(folder, "LICENSES"));
    assert.throws(() => licenceTexts("example.com/module", folder), /example\.com\/module .* has no licence/);
    fs.writeFileSync(path.join(folder, "NOTICE"), "b\n");
    fs.writeFileSync(path.join(folder, "LICENSE.md"), "a\n");
    assert.deepEqual(licenceTexts("example.com/module", folder), ["a", "b"]);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});
