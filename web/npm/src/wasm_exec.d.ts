// The part of the toolchain's wasm_exec.js that the shell touches. The build makes the module itself (wasmexec.mjs).

/** The JavaScript half of a Go program. */
export class Go {
  readonly importObject: WebAssembly.Imports;
  /** Called with the exit code when the program ends. */
  exit: (code: number) => void;
  /** True once the program has ended. */
  exited: boolean;
  /** Runs the program; synchronous up to its first wait. Settles when the program ends. */
  run(instance: WebAssembly.Instance): Promise<void>;
  /** Lets the program handle an event: every timer and callback comes through here. */
  _resume(): void;
  /** Every JavaScript value Go holds, and the indexes that are free again. Gone once the program has ended. */
  _values?: unknown[];
  _idPool?: number[];
  _inst?: WebAssembly.Instance;
  _scheduledTimeouts: Map<number, ReturnType<typeof setTimeout>>;
}
