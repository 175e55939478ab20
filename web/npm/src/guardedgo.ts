import { Go } from "./wasm_exec.js";

/**
 * The runtime of a Go program that may die: by os.Exit or a panic (it then exits), or by a trap (a RuntimeError comes out of
 * `_resume`). A dead program's timers are cancelled and its callbacks do nothing, so that nothing throws into the page.
 */
export class GuardedGo extends Go {
  /** Called once, in the middle of whatever made the program die. */
  onDeath: (reason: unknown) => void = () => undefined;
  private dead = false;
  private exitCode: number | null = null;

  constructor() {
    super();
    this.exit = (code) => {
      this.exitCode = code;
    };
  }

  /** False once the program has ended. */
  get alive(): boolean {
    return !this.dead;
  }

  /** Runs the program up to its first wait. */
  start(instance: WebAssembly.Instance): void {
    this.run(instance).then(
      () => this.die(),
      (trap: unknown) => this.die(trap),
    );
  }

  override _resume(): void {
    if (this.dead) return;
    try {
      super._resume();
    } catch (trap) {
      this.die(trap);
      return;
    }
    if (this.exited) this.die();
  }

  /** How many JavaScript values the program holds. */
  get handles(): number {
    return (this._values?.length ?? 0) - (this._idPool?.length ?? 0);
  }

  /** Ends the program. */
  die(trap?: unknown): void {
    if (this.dead) return;
    this.dead = true;
    // The runtime repeats _resume for as long as a due timer is in this map.
    this._scheduledTimeouts.forEach((timer) => clearTimeout(timer));
    this._scheduledTimeouts.clear();
    // Without it, a JavaScript function that the program called and in which it died can't go back into broken code.
    delete this._inst;
    this.onDeath(trap ?? `exit code ${this.exitCode}`);
  }
}
