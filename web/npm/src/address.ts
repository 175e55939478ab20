import { type Failure, LEBError, fromRaw } from "./error.js";
import type { RawOptions } from "./raw.js";

/** A stream by the URL that the page gives, or by the page's function, which is asked for the newest URL before every pull. */
export class Address {
  /** The URL of the newest pull. Null until the page's function has given one. */
  url: string | null = null;
  /** What the Go program pulls. */
  readonly source: RawOptions["streamurl"];
  /** What the page's function has thrown last. */
  private thrown: unknown;

  /**
   * @param given what the page has passed
   * @throws LEBError `bad-option` for anything else
   */
  constructor(readonly given: unknown) {
    if (typeof given === "string") this.source = this.url = given;
    else if (typeof given === "function") this.source = () => this.ask(given as () => unknown);
    else throw new LEBError("bad-option", "the stream URL is neither a string nor a function");
  }

  /** Returns a failure of the Go program, whose cause only JavaScript has if it is the page's. */
  explain(failure: Failure): LEBError {
    return fromRaw(failure.code === "url-failed" ? { ...failure, cause: this.thrown } : failure);
  }

  /** Asks the page. Go checks what it gives. */
  private async ask(given: () => unknown): Promise<string> {
    try {
      const url = await given();
      if (typeof url === "string") this.url = url;
      return url as string;
    } catch (thrown) {
      this.thrown = thrown;
      throw thrown;
    }
  }
}
