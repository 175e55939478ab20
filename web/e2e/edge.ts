import { servers } from "./servers.js";

/** One signalling call as the edge saw it. Problem is what its strict decoding objected to, "" for a valid call. */
export interface Call {
  endpoint: string;
  body: Record<string, unknown>;
  status: number;
  errcode: number;
  problem: string;
}

/** One viewer as the edge sees it. */
export interface EdgeSession {
  sessionid: string;
  stream: string;
  state: "connecting" | "connected" | "ended";
  reason?: string;
}

interface EdgeState {
  calls: Call[];
  sessions: EdgeSession[];
}

/** A stream that no other test plays, so that the edge can tell its calls apart. */
export class Stream {
  private static count = 0;
  readonly url: string;

  private constructor(path: string, url = `webrtc://127.0.0.1/${path}?txSecret=5ecre7&txTime=5F5E1000`) {
    this.url = url;
  }

  /** Plays. */
  static live(): Stream {
    return new Stream(`live/${Stream.next()}`);
  }

  /** Goes wrong the way the fault's name says: see web/edge. */
  static fault(name: string): Stream {
    return new Stream(`fault/${name}~${Stream.next()}`);
  }

  /** Of a URL made by the test. */
  static at(url: string): Stream {
    return new Stream("", url);
  }

  private static next(): string {
    return `${Date.now().toString(36)}-${Stream.count++}`;
  }

  /** The calls made for the stream, in the order they came. */
  async calls(endpoint?: string): Promise<Call[]> {
    const { calls } = await this.state();
    return calls.filter((call) => !endpoint || call.endpoint === endpoint);
  }

  async sessions(): Promise<EdgeSession[]> {
    return (await this.state()).sessions;
  }

  /** Brings a fault upon those who play it, or will: web/edge/faultendpoint.go tells what the query may hold. */
  async inject(fault: string, query: Record<string, string> = {}): Promise<void> {
    await this.askForFault("POST", { fault, ...query });
  }

  /** Ends all its faults. */
  async heal(): Promise<void> {
    await this.askForFault("DELETE", {});
  }

  private async askForFault(method: string, query: Record<string, string>): Promise<void> {
    const reply = await fetch(`${servers.edge}/edge/fault?${new URLSearchParams({ stream: this.url, ...query })}`, { method });
    if (!reply.ok) throw new Error(`the edge on fault ${query.fault}: ${reply.status} ${await reply.text()}`);
  }

  private async state(): Promise<EdgeState> {
    const response = await fetch(`${servers.edge}/edge/state?stream=${encodeURIComponent(this.url)}`);
    return (await response.json()) as EdgeState;
  }
}
