import { LEBError } from "./error.js";
import { GuardedGo } from "./guardedgo.js";
import type { PlayerOptions } from "./options.js";
import { Program } from "./program.js";
import { requireFeatures } from "./support.js";
import { version } from "./version.js";
import { resolveWasmURL, wasmURLHint } from "./wasmurl.js";

/** The options that choose a module. */
export type Module = Pick<PlayerOptions, "wasmURL" | "wasmIntegrity">;

/** Time limit of a download, from the request to the compiled module, in ms. */
const loadTimeout = 30_000;

/** Programs that are running or loading, by the URL and the hash of their module. */
const programs = new Map<string, Promise<Program>>();

/**
 * Returns the program of a module. Loads and starts it on the first call, and again after a failure or the program's death.
 * @throws LEBError `unsupported`, `bad-option` or `wasm-load`, as a rejection
 */
export async function loadProgram(module: Module): Promise<Program> {
  requireFeatures();
  const url = resolveWasmURL(module.wasmURL);
  const key = keyOf(module);
  const known = programs.get(key);
  if (known) return known;

  const forget = () => {
    if (programs.get(key) === loading) programs.delete(key);
  };
  const loading = start(url, module, forget);
  programs.set(key, loading);
  return loading;
}

/** Reports whether the program that loadProgram() would return is running or loading. */
export function isLoaded(module: Module): boolean {
  return programs.has(keyOf(module));
}

function keyOf({ wasmURL, wasmIntegrity }: Module): string {
  return `${resolveWasmURL(wasmURL)} ${wasmIntegrity}`;
}

async function start(url: string, { wasmURL, wasmIntegrity: integrity = "" }: Module, forget: () => void): Promise<Program> {
  const go = new GuardedGo();
  try {
    const instance = await withinTimeout((signal) => instantiate(url, { integrity, signal }, go.importObject));
    const program = new Program(go, instance, forget);
    if (!program.alive) throw new Error("the program ended at once");
    const found = program.exports.version;
    if (found !== version) throw new Error(`it is of version ${found}, but this player needs ${version}`);
    return program;
  } catch (cause) {
    go.die(cause);
    forget();
    const why = cause instanceof Error ? cause.message : String(cause);
    const hint = wasmURL === undefined ? `; if it is elsewhere, ${wasmURLHint}` : "";
    const message = `cannot load ${url}: ${why}${hint}`.split(url).join(withoutSecrets(url));
    throw new LEBError("wasm-load", message, { retryable: true, cause });
  }
}

async function instantiate(url: string, init: RequestInit, imports: WebAssembly.Imports): Promise<WebAssembly.Instance> {
  const response = await fetch(url, init);
  if (!response.ok) throw new Error(`HTTP status ${response.status}`);
  // Streaming compilation requires exactly this type, without parameters (WebAssembly Web API), and many servers send another one.
  const typed = response.headers.get("Content-Type")?.toLowerCase() === "application/wasm";
  const streaming = typed && "instantiateStreaming" in WebAssembly;
  const { instance } = streaming
    ? await WebAssembly.instantiateStreaming(response, imports)
    : await WebAssembly.instantiate(await response.arrayBuffer(), imports);
  return instance;
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
