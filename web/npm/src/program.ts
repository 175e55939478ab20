import { LEBError } from "./error.js";
import type { GuardedGo } from "./guardedgo.js";
import type { RawExports } from "./raw.js";

/** Is notified when the program that it depends on has died. */
export interface Dependent {
  programDied(error: LEBError): void;
}

/** One running instance of leb.wasm. */
export class Program {
  /** The sessions to notify of the program's death. */
  readonly dependents = new Set<Dependent>();
  readonly exports: RawExports;
  private readonly memory: WebAssembly.Memory | undefined;
  /** The failure that ended the program. */
  private end: LEBError | undefined;
  /** Reject the calls that wait in orDeath(). */
  private readonly waiters = new Set<(error: LEBError) => void>();

  /**
   * Starts the program.
   * @param onDeath called when the program ends, which is always a failure
   * @throws Error if the program ends at once or is not the player
   */
  constructor(
    private readonly go: GuardedGo,
    instance: WebAssembly.Instance,
    onDeath: () => void,
  ) {
    go.onDeath = (reason) => {
      onDeath();
      const error = new LEBError("internal", `the player's WebAssembly program ended (${String(reason)})`, {
        retryable: true,
        cause: reason,
      });
      this.end = error;
      this.waiters.forEach((rejectWaiter) => rejectWaiter(error));
      // After the call that killed the program, because a session may not have its handle yet.
      void Promise.resolve().then(() => this.notifyDependents(error));
    };
    const { mem, memory } = instance.exports;
    this.memory = [mem, memory].find(isMemory);
    this.exports = takeExports(() => go.start(instance));
  }

  /** False once the program has ended. */
  get alive(): boolean {
    return this.go.alive;
  }

  /**
   * Settles as the promise of a call does, or rejects with LEBError `internal` once the program has died. A call in which it dies has no
   * promise. Afterwards nothing is kept, unlike by Promise.race() with a promise that lives as long as the program.
   */
  async orDeath<T>(promise: Promise<T> | undefined): Promise<T> {
    if (this.end) throw this.end;
    let waiter: (error: LEBError) => void;
    const death = new Promise<never>((_, reject) => this.waiters.add((waiter = reject)));
    return Promise.race([death, promise as Promise<T>]).finally(() => this.waiters.delete(waiter));
  }

  /** Returns the counters of {@link Diagnostics}, or null for a dead program. */
  counters(): { liveFuncs: number; handles: number; memory: number } | null {
    if (!this.alive) return null;
    const liveFuncs = this.exports.counters()?.liveFuncs ?? 0;
    return { liveFuncs, handles: this.go.handles, memory: this.memory?.buffer.byteLength ?? 0 };
  }

  private notifyDependents(error: LEBError): void {
    const dependents = [...this.dependents];
    this.dependents.clear();
    dependents.forEach((dependent) => dependent.programDied(error));
  }
}

/** Runs `start`, in which Go sets `globalThis.leb`. Returns that object and restores the page's own global. */
function takeExports(start: () => void): RawExports {
  const page = globalThis as { leb?: RawExports };
  const before = Object.getOwnPropertyDescriptor(page, "leb");
  start();
  const after = Object.getOwnPropertyDescriptor(page, "leb");
  if (before) Object.defineProperty(page, "leb", before);
  else delete page.leb;

  const exports: unknown = after?.value;
  if (exports === before?.value || !isExports(exports)) throw new Error("it exports no player");
  return exports;
}

function isExports(value: unknown): value is RawExports {
  return typeof value === "object" && value !== null && "play" in value && "stop" in value;
}

function isMemory(value: unknown): value is WebAssembly.Memory {
  return value instanceof WebAssembly.Memory;
}
