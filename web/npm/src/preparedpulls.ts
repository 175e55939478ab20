import { Address } from "./address.js";
import { LEBError } from "./error.js";
import { Preparation } from "./preparation.js";
import type { PreparedOptions } from "./rawoptions.js";

/** The pulls that a player has made ahead of the plays that show them, the oldest first. */
export class PreparedPulls {
  private pulls: Preparation[] = [];

  /**
   * Returns the pull of a stream, which it makes if there is none. Drops the oldest one if there are too many.
   * @throws LEBError `bad-option` if there may be none, or for a URL that is none
   */
  make(url: unknown, request: PreparedOptions): Preparation {
    const { maxPrepared = 2 } = request.options;
    if (!(maxPrepared >= 1)) throw new LEBError("bad-option", "maxPrepared must be 1 or more for prepare() with a URL");
    const known = this.of(url);
    if (known) return known;
    const made = new Preparation(request, new Address(url));
    this.pulls = this.pulls.filter(({ fresh }) => fresh);
    while (this.pulls.length > maxPrepared - 1) this.pulls.shift()?.discard();
    this.pulls.push(made);
    return made;
  }

  /** Returns the pull of a stream, if there is one that can be used: of a URL, of a function of the page's, or of the address of either. */
  of(url: unknown): Preparation | undefined {
    const given = url instanceof Address ? url.given : url;
    return this.pulls.find(({ fresh, address }) => fresh && address?.given === given);
  }

  /** Returns the pull of an address, if there is one, which is then the caller's. */
  take(address: Address): Preparation | undefined {
    const taken = this.of(address);
    this.pulls = this.pulls.filter((pull) => pull !== taken);
    return taken;
  }

  /** Drops all pulls but that of an address. */
  drop(kept?: Address): void {
    const stays = kept && this.take(kept);
    for (const pull of this.pulls) pull.discard();
    this.pulls = stays ? [stays] : [];
  }
}
