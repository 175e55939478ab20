import { Address } from "./address.js";
import { aborted } from "./error.js";
import type { PlayerOptions } from "./options.js";
import type { Dependent, Program } from "./program.js";
import type { RawPrepared } from "./raw.js";
import { type PreparedOptions, preparedOptions } from "./rawoptions.js";
import { defaultSignalURL } from "./vocabulary.js";
import { loadProgram } from "./wasm.js";

/** An offer, or the pull of a stream, that is created ahead of its play, and the program that creates it. */
export class Preparation implements Dependent {
  /** Resolves once the offer exists, or the pull can be shown. Rejects with LEBError. */
  readonly ready: Promise<void>;
  private program: Program | null = null;
  private handle: Partial<RawPrepared> = {};
  private over = false;

  /** @param address the stream to pull. Default: none, and only an offer is created */
  constructor(
    request: PreparedOptions,
    readonly address = new Address(""),
  ) {
    this.ready = this.begin(request);
  }

  /** False once it has been used, has expired or has failed. */
  get fresh(): boolean {
    return !this.over && this.handle.id !== 0;
  }

  /** Returns the handle for a play in this program, if it can still be used there. From then on it is the play's. */
  in(program: Program): RawPrepared | undefined {
    const usable = program === this.program && this.fresh;
    this.end();
    return usable ? (this.handle as RawPrepared) : undefined;
  }

  /** Has the program close what has not been used. The connection of a dead one nobody else can close. */
  discard(): void {
    const { program, handle, fresh } = this;
    this.end();
    if (!program || !fresh) return;
    if (program.alive) program.exports.discard(handle as RawPrepared);
    else handle.pc?.close();
  }

  programDied(): void {
    this.discard();
  }

  private async begin(request: PreparedOptions): Promise<void> {
    try {
      const program = await loadProgram(request.options);
      if (this.over) throw aborted();
      this.program = program;
      program.dependents.add(this);
      // A call in which the program dies returns undefined.
      this.handle = program.exports.prepare({ ...preparedOptions(request), streamurl: this.address.source }) || {};
      const problem = await program.orDeath(this.handle.ready);
      if (problem) throw this.address.explain(problem);
    } catch (error) {
      this.discard();
      throw error;
    }
  }

  private end(): void {
    this.over = true;
    if (this.program) this.program.dependents.delete(this);
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
