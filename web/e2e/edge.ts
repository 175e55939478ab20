import { servers } from "./servers.js";

/** One signalling call as recorded by the edge. */
export interface Call {
  endpoint: string;
  body: Record<string, unknown>;
  status: number;
  errcode: number;
  /** The objection of the edge's strict decoder, or "" for a valid call. */
  problem: string;
}

/** One session as recorded by the edge. */
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

/** A stream that no other test plays, so that the edge can distinguish its calls. */
export class Stream {
  private static count = 0;
  readonly url: string;

  private constructor(path: string, url = `webrtc://127.0.0.1/${path}?txSecret=5ecre7&txTime=7FFFFFFF`) {
    this.url = url;
  }

  /** Returns a stream that plays without a fault. */
  static live(): Stream {
    return new Stream(`live/${Stream.next()}`);
  }

  /** Returns a stream with a fault, named as in web/edge. */
  static fault(name: string): Stream {
    return new Stream(`fault/${name}~${Stream.next()}`);
  }

  /** Returns the stream of a URL that the test has composed. */
  static at(url: string): Stream {
    return new Stream("", url);
  }

  private static next(): string {
    // Several workers may count in the same millisecond.
    return `${Date.now().toString(36)}-${process.env.TEST_PARALLEL_INDEX ?? 0}-${Stream.count++}`;
  }

  /** Returns the calls for the stream in the order of their arrival, or those of one endpoint. */
  async calls(endpoint?: string): Promise<Call[]> {
    const { calls } = await this.state();
    return calls.filter((call) => !endpoint || call.endpoint === endpoint);
  }

  /** Returns the number of pullstreams and stopstreams for the stream. */
  async counts(): Promise<{ pulls: number; stops: number }> {
    const { calls } = await this.state();
    const count = (name: string) => calls.filter(({ endpoint }) => endpoint === name).length;
    return { pulls: count("pullstream"), stops: count("stopstream") };
  }

  /** Returns how many pulls have reported the last state of their connection. A report that a stop overtakes is refused, as one of no stream. */
  async settled(): Promise<number> {
    const states = (await this.calls("reporticestate")).map(({ body }) => body);
    const last = states.filter((body) => /^(connected|completed)$/.test(String(body.iceConnectionState)) && body.iceGatheringState === "complete");
    return new Set(last.map(({ svrsig }) => svrsig)).size;
  }

  async sessions(): Promise<EdgeSession[]> {
    return (await this.state()).sessions;
  }

  /** Injects a fault into the present or future sessions of the stream. web/edge/faultendpoint.go describes the query. */
  async inject(fault: string, query: Record<string, string> = {}): Promise<void> {
    await this.requestFault("POST", { fault, ...query });
  }

  /** Clears all faults of the stream. */
  async heal(): Promise<void> {
    await this.requestFault("DELETE", {});
  }

  private async requestFault(method: string, query: Record<string, string>): Promise<void> {
    const reply = await fetch(`${servers.edge}/edge/fault?${new URLSearchParams({ stream: this.url, ...query })}`, { method });
    if (!reply.ok) throw new Error(`the edge refuses fault ${query.fault}: ${reply.status} ${await reply.text()}`);
  }

  private async state(): Promise<EdgeState> {
    const response = await fetch(`${servers.edge}/edge/state?stream=${encodeURIComponent(this.url)}`);
    return (await response.json()) as EdgeState;
  }
}
