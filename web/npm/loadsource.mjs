// Loads the player's sources into Node.

import path from "node:path";
import { build } from "esbuild";

const here = import.meta.dirname;

/** Returns the exports of TypeScript code, whose imports are relative to npm/src. `wasmExec` takes the place of Go's runtime. */
export async function load(contents, { wasmExec = "export class Go {}", version = "1.2.3" } = {}) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: path.join(here, "src"), loader: "ts" },
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    tsconfig: path.join(here, "../tsconfig.json"),
    define: { __VERSION__: JSON.stringify(version), __SCRIPT_TAG__: "false" },
    plugins: [{ name: "wasm_exec", setup: (builder) => provide(builder, wasmExec) }],
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
}

function provide({ onLoad, onResolve }, wasmExec) {
  onResolve({ filter: /^\.\/wasm_exec\.js$/ }, () => ({ path: "wasm_exec", namespace: "wasm_exec" }));
  onLoad({ filter: /.*/, namespace: "wasm_exec" }, () => ({ contents: wasmExec }));
}
