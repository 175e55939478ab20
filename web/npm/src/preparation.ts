import { fromRaw } from "./error.js";
import type { Program } from "./program.js";
import type { RawPrepared } from "./raw.js";
import { type PreparedOptions, preparedOptions } from "./rawoptions.js";
import { defaultSignalURL } from "./vocabulary.js";
import { loadProgram } from "./wasm.js";

/** An offer that waits for its play, in the program that made it. */
export class Preparation {
  private constructor(
    private readonly program: Program,
    private readonly handle: RawPrepared,
  ) {}

  /** Makes one. Rejects with LEBError. */
  static async make(request: PreparedOptions): Promise<Preparation> {
    const program = await loadProgram(request.options.wasmURL);
    const handle = program.exports.prepare(preparedOptions(request));
    const problem = await Promise.race([handle.ready, program.death]);
    if (problem) throw fromRaw(problem);
    return new Preparation(program, handle);
  }

  /** False once it has been taken, or has become too old. */
  get fresh(): boolean {
    return this.program.alive && this.handle.id !== 0;
  }

  /** The offer for a play in this program. */
  in(program: Program): RawPrepared | undefined {
    return program === this.program && this.fresh ? this.handle : undefined;
  }

  discard(): void {
    if (this.fresh) this.program.exports.discard(this.handle);
  }
}

/** Opens the connection to each signalling host, so that the first request finds it open. Costs nothing where it is open already. */
export function preconnect(signalURL: string | string[] = defaultSignalURL): void {
  for (const host of [signalURL].flat()) {
    const link = document.createElement("link");
    link.rel = "preconnect";
    link.crossOrigin = "anonymous";
    link.href = host;
    document.head.append(link);
    link.remove();
  }
}
