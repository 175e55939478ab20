import type { ErrorCode } from "./vocabulary.js";

/** The members of a {@link LEBError} besides its code and message. */
export interface LEBErrorDetail {
  /** True if the same call may succeed later. */
  retryable?: boolean;
  /** The LEB endpoint that failed, such as `pullstream`. */
  endpoint?: string;
  /** The server's own error number. */
  errcode?: number;
  /** The server's own error text. Show it as text, never as HTML. */
  errmsg?: string;
  /** The HTTP status, if `code` is `http-status`. */
  status?: number;
  /** The underlying exception, if there is one. */
  cause?: unknown;
}

/** A failure as plain data, which is how the Go program reports it. */
export interface Failure extends LEBErrorDetail {
  /** The stable code of the failure. */
  code: ErrorCode;
  /** The failure in words, for a log. */
  message: string;
}

/** Any failure of the player. It arrives as the rejection of a promise or as the detail of an `error` event. */
export class LEBError extends Error {
  /** The stable code of the failure, for programs. */
  readonly code: ErrorCode;
  /** True if the same call may succeed later. */
  readonly retryable: boolean;
  /** The LEB endpoint that failed, such as `pullstream`. */
  readonly endpoint?: string;
  /** The server's own error number. */
  readonly errcode?: number;
  /** The server's own error text. Show it as text, never as HTML. */
  readonly errmsg?: string;
  /** The HTTP status, if `code` is `http-status`. */
  readonly status?: number;
  /** The underlying exception, if there is one. */
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

/** Returns the LEBError for a failure that the Go program has reported. */
export function fromRaw(failure: Failure): LEBError {
  return new LEBError(failure.code, failure.message, failure);
}

/**
 * Returns the error of a play that the caller stopped, aborted or replaced by another one.
 * @param cause the reason of the caller's AbortSignal, if that has ended the play
 */
export function aborted(cause?: unknown): LEBError {
  return new LEBError("aborted", "stopped before the first frame", { cause });
}
