// Loads the player's sources into Node.

import path from "node:path";
import { build } from "esbuild";

const here = import.meta.dirname;

/**
 * Returns the exports of TypeScript code, whose imports are relative to npm/src. `wasmExec` takes the place of Go's runtime, nothing that of
 * the text of a worker, and `replaced` gives the code of other modules by the path of their import.
 */
export async function load(contents, { wasmExec = "export class Go {}", version = "1.2.3", replaced = {} } = {}) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: path.join(here, "src"), loader: "ts" },
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    tsconfig: path.join(here, "../tsconfig.json"),
    define: { __VERSION__: JSON.stringify(version), __SCRIPT_TAG__: "false" },
    plugins: [{ name: "replaced", setup: (builder) => provide(builder, { "./wasm_exec.js": wasmExec, "./courierworker.js": "export default ''", ...replaced }) }],
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
}

function provide({ onLoad, onResolve }, modules) {
  onResolve({ filter: /.*/ }, ({ path: name }) => (name in modules ? { path: name, namespace: "replaced" } : undefined));
  onLoad({ filter: /.*/, namespace: "replaced" }, ({ path: name }) => ({ contents: modules[name] }));
}
