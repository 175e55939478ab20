import { fromRaw } from "./error.js";
import type { PlayerOptions } from "./options.js";
import type { Program } from "./program.js";
import type { RawPrepared } from "./raw.js";
import { type PreparedOptions, preparedOptions } from "./rawoptions.js";
import { defaultSignalURL } from "./vocabulary.js";
import { loadProgram } from "./wasm.js";

/** An offer created ahead of its play, and the program that created it. */
export class Preparation {
  private constructor(
    private readonly program: Program,
    private readonly handle: RawPrepared,
  ) {}

  /** Creates an offer. Rejects with LEBError. */
  static async make(request: PreparedOptions): Promise<Preparation> {
    const program = await loadProgram(request.options);
    const handle = program.exports.prepare(preparedOptions(request));
    // A call in which the program dies returns undefined.
    const problem = await program.orDeath(handle?.ready);
    if (problem) throw fromRaw(problem);
    return new Preparation(program, handle);
  }

  /** False once the offer has been used or has expired. */
  get fresh(): boolean {
    return this.program.alive && this.handle.id !== 0;
  }

  /** Returns the offer for a play in this program, if it can still be used there. */
  in(program: Program): RawPrepared | undefined {
    return program === this.program && this.fresh ? this.handle : undefined;
  }

  discard(): void {
    if (this.fresh) this.program.exports.discard(this.handle);
  }
}

/** Opens a connection to each signalling host ahead of the first request. Does nothing for a host that has one. Never throws. */
export function preconnect(signalURL: PlayerOptions["signalURL"] = defaultSignalURL): void {
  try {
    for (const host of [signalURL].flat()) {
      const link = document.createElement("link");
      link.rel = "preconnect";
      link.crossOrigin = "anonymous";
      link.href = host;
      document.head.append(link);
      link.remove();
    }
  } catch {
    // It only saves time. A page may have no head, and a URL is checked with the other options.
  }
}
