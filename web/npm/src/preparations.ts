import { Address } from "./address.js";
import { LEBError } from "./error.js";
import { Preparation } from "./preparation.js";
import type { PreparedOptions } from "./rawoptions.js";

/** What a player has created ahead of its plays: pulls, or an offer. */
export class Preparations {
  /** By what the page has passed as the URL, the oldest first. */
  private readonly all = new Map<unknown, Preparation>();

  /**
   * Returns the pull of a stream, or without a URL the offer, which it makes if there is none. Drops the oldest if there are too many.
   * @throws LEBError `bad-option` if there may be none, or for a URL that is none
   */
  make(url: unknown, request: PreparedOptions): Preparation {
    const { maxPrepared = 2 } = request.options;
    const max = url === undefined ? 1 : maxPrepared;
    if (!(max >= 1)) throw new LEBError("bad-option", "maxPrepared is below 1");
    let made = this.of(url);
    if (!made) {
      this.keep((other) => other.fresh);
      this.all.set(url, (made = new Preparation(request, url === undefined ? url : new Address(url))));
      this.keep(() => this.all.size <= max);
    }
    return made;
  }

  /** Returns the one of what the page has passed, if it can be used. */
  of(url: unknown): Preparation | undefined {
    const found = this.all.get(url);
    return found && found.fresh ? found : undefined;
  }

  /** Returns the one of what the page has passed, which is the caller's from then on. */
  take(url?: unknown): Preparation | undefined {
    const found = this.of(url);
    this.all.delete(url);
    return found;
  }

  /** Drops those, from the oldest on, that are not to be kept. */
  keep(isKept: (one: Preparation) => boolean): void {
    this.all.forEach((one, url) => {
      if (isKept(one)) return;
      this.all.delete(url);
      one.discard();
    });
  }
}
