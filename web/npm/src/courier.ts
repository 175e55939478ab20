import workerText from "./courierworker.js";

/** What Go reads of a reply. */
export interface Reply {
  status: number;
  retryAfter: string | null;
  body: string;
}

/** What the worker answers to one request: a reply, or an exception in place of one. */
type Answer = [id: number, reply: Reply | undefined, failure?: { name: string; message: string }];

/** A request under way. */
type Posted = Promise<Reply | null> & { id: number };

/** Settles a request that has not been answered. */
type Errand = [resolve: (reply: Reply | null) => void, reject: (failure: unknown) => void];

/** How long requests wait for others, in ms, to go to the worker in one message. In a hidden page it becomes 1 s. */
const hold = 500;

/**
 * Posts from a worker, as a POST costs the page's own thread several times as much as a message, and a message serves the reports of many
 * players. The first request makes the worker. If it does not start, which a policy of the page may forbid, never brings a reply, or falls
 * silent, the courier does nothing for good.
 */
class Courier {
  /** Null: there is none any more. */
  private worker: Worker | null | undefined;
  /** The worker has brought a reply. */
  private proven = false;
  private last = 0;
  private readonly errands = new Map<number, Errand>();
  /** What goes to the worker next. */
  private outbox: [id: number, url: string, type: string, body: string][] = [];

  /** @param url where the worker is, in place of a `blob:` URL */
  constructor(private readonly url?: string | URL) {}

  /** Returns null or resolves with it where Go has to post itself. Rejects as fetch() does. */
  post(url: string, type: string, body: string): Posted | null {
    if (this.worker === undefined) this.begin();
    if (!this.worker) return null;
    const id = ++this.last;
    if (this.outbox.push([id, url, type, body]) === 1) setTimeout(() => this.send(), hold);
    return Object.assign(new Promise<Reply | null>((...errand) => this.errands.set(id, errand)), { id });
  }

  /** Gives up what post() has returned. @param late the worker should have answered */
  cancel({ id }: Posted, late: boolean): void {
    const errand = this.errands.get(id);
    if (!errand) return;
    if (late) return this.retire();
    this.errands.delete(id);
    errand[0](null); // which frees what Go waits with
    this.worker!.postMessage(id);
  }

  private begin(): void {
    const blob = this.url ? "" : URL.createObjectURL(new Blob([workerText]));
    try {
      this.worker = new Worker(this.url ?? blob);
      this.worker.onmessage = ({ data }) => this.receive(data);
      this.worker.onerror = () => this.retire();
    } catch {
      this.worker = null;
    }
    URL.revokeObjectURL(blob);
  }

  private send(): void {
    const batch = this.outbox.filter(([id]) => this.errands.has(id));
    this.outbox = [];
    if (batch.length) this.worker!.postMessage([batch, location.href]);
  }

  private receive(answers: Answer[]): void {
    this.proven = this.proven || answers.some(([, reply]) => reply);
    for (const [id, reply, failure] of answers) {
      const errand = this.errands.get(id);
      if (!errand) continue;
      // Perhaps the worker alone can't reach the server: as a file it has a policy of its own.
      if (failure && !this.proven) return this.retire();
      this.errands.delete(id);
      if (failure) errand[1](failure);
      else errand[0](reply!);
    }
  }

  private retire(): void {
    this.worker?.terminate();
    this.worker = null;
    this.errands.forEach(([resolve]) => resolve(null));
    this.errands.clear();
  }
}

let courier: Courier | undefined;

/** Returns the courier of all players of the page. The first of them says where its worker is. */
export const courierAt = (url?: string | URL) => (courier ??= new Courier(url));
