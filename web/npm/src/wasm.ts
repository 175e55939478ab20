import { LEBError } from "./error.js";
import { GuardedGo } from "./guardedgo.js";
import type { PlayerOptions } from "./options.js";
import { place } from "./place.js";
import { Program } from "./program.js";
import { requireFeatures } from "./support.js";
import { version } from "./version.js";
import { resolveWasmURL, wasmURLHint } from "./wasmurl.js";

/** The options that choose a module. */
export type Module = Pick<PlayerOptions, "wasm" | "wasmURL" | "wasmIntegrity">;

/** Time limit of a download, from the request to the compiled module, in ms. */
const loadTimeout = 30_000;

/** Programs that are running or loading, by the URL and the hash of their module. All modules without a URL are the same. */
const programs = new Map<string, Promise<Program>>();

/**
 * Returns the program of a module. Loads and starts it on the first call, and again after a failure or the program's death.
 * @throws LEBError `unsupported`, `bad-option` or `wasm-load`, as a rejection
 */
export async function loadProgram(module: Module): Promise<Program> {
  requireFeatures();
  const key = keyOf(module);
  const known = programs.get(key);
  if (known) return known;

  const forget = () => {
    if (programs.get(key) === loading) programs.delete(key);
  };
  const loading = start(module, forget);
  programs.set(key, loading);
  return loading;
}

/** Reports whether the program that loadProgram() would return is running or loading. */
export function isLoaded(module: Module): boolean {
  return programs.has(keyOf(module));
}

function keyOf(module: Module): string {
  return `${resolveWasmURL(module)} ${module.wasmIntegrity}`;
}

async function start(module: Module, forget: () => void): Promise<Program> {
  const go = new GuardedGo();
  const url = resolveWasmURL(module);
  try {
    const instance = await withinTimeout((signal) => instantiate(url, module, signal, go.importObject));
    const program = new Program(go, instance, forget);
    if (!program.alive) throw new Error("the program ended at once");
    const found = program.exports.version;
    if (found !== version) throw new Error(`it is version ${found}, this player needs ${version}`);
    return program;
  } catch (cause) {
    go.die(cause);
    forget();
    const why = cause instanceof Error ? cause.message : String(cause);
    const name = url || "wasm";
    const hint = url && module.wasmURL === undefined ? `; if it is elsewhere, ${wasmURLHint}` : "";
    const message = `cannot load ${name}: ${why}${hint}`.split(name).join(withoutSecrets(name));
    throw new LEBError("wasm-load", message, { retryable: true, cause });
  }
}

async function instantiate(
  url: string,
  { wasm, wasmIntegrity: integrity = "" }: Module,
  signal: AbortSignal,
  imports: WebAssembly.Imports,
): Promise<WebAssembly.Instance> {
  const source = await (url ? fetch(url, { integrity, signal }) : wasm || place.bytes!());
  // The page's own response is needed again if the program dies.
  const result = await (source instanceof Response
    ? fromResponse(wasm ? source.clone() : (source as Response), imports)
    : WebAssembly.instantiate(source as BufferSource, imports));
  // Of a module that is compiled already there is the instance alone.
  return result.instance || result;
}

async function fromResponse(response: Response, imports: WebAssembly.Imports): Promise<WebAssembly.WebAssemblyInstantiatedSource> {
  if (!response.ok) throw new Error(`HTTP status ${response.status}`);
  // Streaming compilation requires exactly this type, without parameters (WebAssembly Web API), and many servers send another one.
  const typed = response.headers.get("Content-Type")?.toLowerCase() === "application/wasm";
  const streaming = typed && "instantiateStreaming" in WebAssembly;
  return streaming ? WebAssembly.instantiateStreaming(response, imports) : WebAssembly.instantiate(await response.arrayBuffer(), imports);
}

/** Settles as the work does, or rejects after the time limit and aborts the work. */
async function withinTimeout<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout>;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`it takes more than ${loadTimeout / 1000} s`));
      controller.abort();
    }, loadTimeout);
  });
  return Promise.race([work(controller.signal), timeout]).finally(() => clearTimeout(timer));
}

/** Returns the beginning of a URL, without user, password, query and fragment. A data: URL may contain the module. */
function withoutSecrets(url: string): string {
  return url.replace(/[?#][^]*/, "").replace(/\/\/[^/]*@/, "//").slice(0, 200);
}
