import type { ErrorCode } from "./vocabulary.js";

/** What a {@link LEBError} may carry besides its code and message. */
export interface LEBErrorDetail {
  /** Whether the same call may well succeed later. */
  retryable?: boolean;
  /** The LEB endpoint that failed, such as `pullstream`. */
  endpoint?: string;
  /** The server's own error number. */
  errcode?: number;
  /** The server's own error text. Show it as text, never as HTML. */
  errmsg?: string;
  /** The HTTP status, when `code` is `http-status`. */
  status?: number;
  /** What made it fail, where JavaScript knows. */
  cause?: unknown;
}

/** A failure as plain data: how the Go program reports it. */
export interface Failure extends LEBErrorDetail {
  code: ErrorCode;
  message: string;
}

/** Every failure of the player: as a rejected promise, or as the detail of an `error` event. */
export class LEBError extends Error {
  /** What went wrong, for programs. */
  readonly code: ErrorCode;
  /** Whether the same call may well succeed later. */
  readonly retryable: boolean;
  /** The LEB endpoint that failed, such as `pullstream`. */
  readonly endpoint?: string;
  /** The server's own error number. */
  readonly errcode?: number;
  /** The server's own error text. Show it as text, never as HTML. */
  readonly errmsg?: string;
  /** The HTTP status, when `code` is `http-status`. */
  readonly status?: number;
  /** What made it fail, where JavaScript knows. */
  readonly cause?: unknown;

  constructor(code: ErrorCode, message: string, detail: LEBErrorDetail = {}) {
    super(message);
    this.name = "LEBError";
    this.code = code;
    this.retryable = detail.retryable ?? false;
    if (detail.endpoint !== undefined) this.endpoint = detail.endpoint;
    if (detail.errcode !== undefined) this.errcode = detail.errcode;
    if (detail.errmsg !== undefined) this.errmsg = detail.errmsg;
    if (detail.status !== undefined) this.status = detail.status;
    if (detail.cause !== undefined) this.cause = detail.cause;
  }
}

/** The LEBError of a failure that the Go program has reported. */
export function fromRaw(failure: Failure): LEBError {
  return new LEBError(failure.code, failure.message, failure);
}

/** The caller stopped, aborted, or started another play. */
export function aborted(): LEBError {
  return new LEBError("aborted", "play() was stopped before the first frame");
}
