import { LEBError } from "./error.js";
import { GuardedGo } from "./guardedgo.js";
import { Program } from "./program.js";
import { requireFeatures } from "./support.js";
import { resolveWasmURL } from "./wasmurl.js";

/** Programs that run or are being loaded, by the URL of their module. */
const programs = new Map<string, Promise<Program>>();

/**
 * The program of a module, loaded and started the first time it is asked for, and again after a failure or its death.
 * Rejects with LEBError `unsupported`, `bad-option` or `wasm-load`.
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

/** Whether loadProgram() will find its program running, or being loaded. */
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
  // Streaming compilation insists on this very type, without parameters; many servers don't know it.
  const typed = response.headers.get("Content-Type")?.toLowerCase() === "application/wasm";
  const streaming = typed && "instantiateStreaming" in WebAssembly;
  const { instance } = streaming
    ? await WebAssembly.instantiateStreaming(response, imports)
    : await WebAssembly.instantiate(await response.arrayBuffer(), imports);
  return instance;
}
