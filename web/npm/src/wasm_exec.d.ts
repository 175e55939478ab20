// The part of the toolchain's wasm_exec.js that the shell uses. The build creates the module itself (wasmexec.mjs).

/** The JavaScript side of a Go program. */
export class Go {
  readonly importObject: WebAssembly.Imports;
  /** Called with the exit code when the program ends. */
  exit: (code: number) => void;
  /** True once the program has ended. */
  exited: boolean;
  /** Runs the program, synchronously up to its first wait. Settles when the program ends. */
  run(instance: WebAssembly.Instance): Promise<void>;
  /** Lets the program handle an event. Every timer and callback calls it. */
  _resume(): void;
  /** The JavaScript values held by Go, and the free indexes among them. Absent once the program has ended. */
  _values?: unknown[];
  _idPool?: number[];
  _inst?: WebAssembly.Instance;
  _scheduledTimeouts: Map<number, ReturnType<typeof setTimeout>>;
}
