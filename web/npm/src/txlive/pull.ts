import { type TXLiveCode, code } from "./codes.js";

/** The codes of a pull that goes well, in their order. */
const steps: readonly TXLiveCode[] = [code.pullRequested, code.pullAnswered, code.streamBegin, code.connected, code.playBegin];

/** Tells the codes of each pull once and in their order, whatever the player lets be known of it. */
export class Pull {
  private told = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly tell: (code: TXLiveCode) => void) {}

  /** Begins the codes of another pull, which is requested now. */
  begin(): void {
    this.end();
    this.told = 0;
    this.reach(code.pullRequested);
  }

  /** Begins them in `delay` ms, or before that if more of the pull is known. */
  beginIn(delay: number): void {
    this.end();
    this.told = 0;
    this.timer = setTimeout(() => this.reach(code.pullRequested), delay);
  }

  /** Tells this code and those that come before it, except what has been told. */
  reach(step: TXLiveCode): void {
    const reached = steps.indexOf(step) + 1;
    for (; this.told < reached; this.told++) this.tell(steps[this.told]!);
  }

  /** No more codes of this pull. */
  end(): void {
    clearTimeout(this.timer);
    this.told = steps.length;
  }
}
