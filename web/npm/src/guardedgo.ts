import { Go } from "./wasm_exec.js";

/**
 * The runtime of a Go program that may die: by os.Exit or a panic, which make it exit, or by a trap, which `_resume` throws as a
 * RuntimeError. A dead program's timers are cancelled and its callbacks do nothing, so that no exception reaches the page.
 */
export class GuardedGo extends Go {
  /** Called once, during the call in which the program died. */
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

  /** Number of JavaScript values held by the program. */
  get handles(): number {
    return (this._values?.length ?? 0) - (this._idPool?.length ?? 0);
  }

  /** Ends the program. */
  die(trap?: unknown): void {
    if (this.dead) return;
    this.dead = true;
    // The runtime repeats _resume while a due timer is in this map.
    this._scheduledTimeouts.forEach((timer) => clearTimeout(timer));
    this._scheduledTimeouts.clear();
    // If the program died in a JavaScript function that it had called, that function must not return into the dead program.
    delete this._inst;
    this.onDeath(trap ?? `exit code ${this.exitCode}`);
  }
}
