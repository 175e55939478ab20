import workerText from "./courierworker.js";

/** What Go reads of a reply. */
export interface Reply {
  status: number;
  retryAfter: string | null;
  body: string;
}

/** What the worker answers: a reply, or an exception in place of one. */
type Answer = [id: number, reply: Reply | undefined, failure?: { name: string; message: string }];

/** A request that the worker has not answered. */
interface Errand {
  resolve(reply: Reply | null): void;
  reject(failure: unknown): void;
}

/** How long the worker waits for a reply, in ms: less than Go. */
const patience = 4500;
/** The length of the longest reply: signal.MaxReplySize. */
const most = 65536;

/**
 * Posts from a worker, as a POST costs the page's own thread several times as much as a message. The first request makes the worker. If it
 * does not start, which a policy of the page may forbid, never brings a reply, or falls silent, the courier does nothing for good.
 */
class Courier {
  /** Null: there is none any more. */
  private worker: Worker | null | undefined;
  /** The worker has brought a reply. */
  private proven = false;
  private last = 0;
  private readonly errands = new Map<number, Errand>();

  /** @param url where the worker is, in place of a `blob:` URL */
  constructor(private readonly url?: string | URL) {}

  /** Resolves with null where Go has to post itself, and when `signal` aborts the request. Rejects as fetch() does. */
  async post(url: string, type: string, body: string, signal?: AbortSignal): Promise<Reply | null> {
    if (this.worker === undefined) this.begin();
    return new Promise((resolve, reject) => {
      if (!this.worker) return resolve(null);
      const id = ++this.last;
      const since = Date.now();
      this.errands.set(id, { resolve, reject });
      this.worker.postMessage([id, url, type, body, location.href, patience, most]);
      signal?.addEventListener("abort", () => {
        if (!this.errands.delete(id)) return;
        resolve(null); // which frees what Go waits with
        if (Date.now() - since > patience) this.retire(); // it should have answered
        else this.worker!.postMessage(id);
      });
    });
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

  private receive([id, reply, failure]: Answer): void {
    const errand = this.errands.get(id);
    if (!errand) return;
    // Perhaps the worker alone can't reach the server: as a file it has a policy of its own.
    if (failure && !this.proven) return this.retire();
    this.errands.delete(id);
    if (failure) return errand.reject(failure);
    this.proven = true;
    errand.resolve(reply!);
  }

  private retire(): void {
    this.worker?.terminate();
    this.worker = null;
    this.errands.forEach(({ resolve }) => resolve(null));
    this.errands.clear();
  }
}

let courier: Courier | undefined;

/** Returns the courier of all players of the page. The first of them says where its worker is. */
export const courierAt = (url?: string | URL) => (courier ??= new Courier(url));
