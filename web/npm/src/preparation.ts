import type { Address } from "./address.js";
import { aborted, fromRaw } from "./error.js";
import type { PlayerOptions } from "./options.js";
import type { Dependent, Program } from "./program.js";
import type { RawPrepared } from "./raw.js";
import { type PreparedOptions, preparedOptions } from "./rawoptions.js";
import { defaultSignalURL } from "./vocabulary.js";
import { loadProgram } from "./wasm.js";

/** An offer, or the pull of an address, that is created ahead of its play, and the program that creates it. */
export class Preparation implements Dependent {
  /** Resolves once the offer exists, or the pull can be shown. Rejects with LEBError. */
  readonly ready: Promise<void>;
  private program: Program | null = null;
  private handle: RawPrepared | null = null;
  private over = false;

  /** @param address the stream to pull. Default: only an offer is created */
  constructor(
    request: PreparedOptions,
    readonly address?: Address,
  ) {
    this.ready = this.begin(request);
  }

  /** Creates an offer. Rejects with LEBError. */
  static async make(request: PreparedOptions): Promise<Preparation> {
    const made = new Preparation(request);
    await made.ready;
    return made;
  }

  /** False once it has been used, has expired or has failed. */
  get fresh(): boolean {
    return !this.over && this.handle?.id !== 0;
  }

  /** Returns the handle for a play in this program, if it can still be used there. From then on it is the play's. */
  in(program: Program): RawPrepared | undefined {
    const handle = program === this.program && this.fresh ? this.handle : null;
    this.end();
    return handle ?? undefined;
  }

  /** Has the program close what has not been used. The connection of a dead one nobody else can close. */
  discard(): void {
    const { program, handle, fresh } = this;
    this.end();
    if (!fresh || !handle) return;
    if (program?.alive) program.exports.discard(handle);
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
      this.handle = program.exports.prepare({ ...preparedOptions(request), streamurl: this.address?.source });
      // A call in which the program dies returns undefined.
      const problem = await program.orDeath(this.handle?.ready);
      if (problem) throw this.address?.explain(problem) ?? fromRaw(problem);
    } catch (error) {
      this.discard();
      throw error;
    }
  }

  private end(): void {
    this.over = true;
    this.program?.dependents.delete(this);
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
