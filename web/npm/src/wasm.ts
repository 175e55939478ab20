import { LEBError } from "./error.js";
import { GuardedGo } from "./guardedgo.js";
import { Program } from "./program.js";
import { requireFeatures } from "./support.js";
import { resolveWasmURL } from "./wasmurl.js";

/** Programs that are running or loading, by the URL of their module. */
const programs = new Map<string, Promise<Program>>();

/**
 * Returns the program of a module. Loads and starts it on the first call, and again after a failure or the program's death.
 * @throws LEBError `unsupported`, `bad-option` or `wasm-load`, as a rejection
 */
export async function loadProgram(wasmURL?: string | URL): Promise<Program> {
  requireFeatures();
  const url = resolveWasmURL(wasmURL);
  const known = programs.get(url);
  if (known) return known;

  const forget = () => {
    if (programs.get(url) === loading) programs.delete(url);
  };
  const loading = start(url, forget);
  programs.set(url, loading);
  return loading;
}

/** Reports whether the program that loadProgram() would return is running or loading. */
export function isLoaded(wasmURL?: string | URL): boolean {
  return programs.has(resolveWasmURL(wasmURL));
}

async function start(url: string, forget: () => void): Promise<Program> {
  const go = new GuardedGo();
  try {
    const program = new Program(go, await instantiate(url, go.importObject), forget);
    if (!program.alive) throw new Error("the program ended at once");
    return program;
  } catch (cause) {
    go.die(cause);
    forget();
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new LEBError("wasm-load", `cannot load ${url}: ${why}`, { retryable: true, cause });
  }
}

async function instantiate(url: string, imports: WebAssembly.Imports): Promise<WebAssembly.Instance> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`HTTP status ${response.status}`);
  // Streaming compilation requires exactly this type, without parameters (WebAssembly Web API), and many servers send another one.
  const typed = response.headers.get("Content-Type")?.toLowerCase() === "application/wasm";
  const streaming = typed && "instantiateStreaming" in WebAssembly;
  const { instance } = streaming
    ? await WebAssembly.instantiateStreaming(response, imports)
    : await WebAssembly.instantiate(await response.arrayBuffer(), imports);
  return instance;
}
