import { Address } from "./address.js";
import { LEBError } from "./error.js";
import { Preparation } from "./preparation.js";
import type { PreparedOptions } from "./rawoptions.js";

/** The pulls that a player has made ahead of the plays that show them. */
export class PreparedPulls {
  /** The pulls by what the page has passed, the oldest first. */
  private readonly pulls = new Map<unknown, Preparation>();

  /**
   * Returns the pull of a stream, which it makes if there is none. Drops the oldest if there are too many.
   * @throws LEBError `bad-option` if there may be none, or for a URL that is none
   */
  make(url: unknown, request: PreparedOptions): Preparation {
    const { maxPrepared = 2 } = request.options;
    if (!(maxPrepared >= 1)) throw new LEBError("bad-option", "maxPrepared is below 1");
    let pull = this.of(url);
    if (!pull) {
      this.keep((other) => other.fresh);
      this.pulls.set(url, (pull = new Preparation(request, new Address(url))));
      this.keep(() => this.pulls.size <= maxPrepared);
    }
    return pull;
  }

  /** Returns the pull of what the page has passed, if there is one that can be used. */
  of(url: unknown): Preparation | undefined {
    const pull = this.pulls.get(url);
    return pull && pull.fresh ? pull : undefined;
  }

  /** Returns the pull of an address, which is the caller's from then on. */
  take({ given }: Address): Preparation | undefined {
    const pull = this.of(given);
    this.pulls.delete(given);
    return pull;
  }

  /** Drops the pulls, from the oldest on, that are not to be kept. */
  keep(isKept: (pull: Preparation) => boolean): void {
    this.pulls.forEach((pull, url) => {
      if (isKept(pull)) return;
      this.pulls.delete(url);
      pull.discard();
    });
  }
}
