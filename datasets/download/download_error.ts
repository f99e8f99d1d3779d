import { withoutLogins } from "../../common/without_logins.ts";

/** Cause of a {@linkcode DownloadError}. */
export type DownloadFailure =
  | "unreachable"
  | "status"
  | "html"
  | "length"
  | "digest"
  | "broken"
  | "missing"
  | "space";

/** A download that failed for good; `message` is one line for the user. */
export class DownloadError extends Error {
  override readonly name = "DownloadError";
  /** Cause, for callers that fall back to another source. */
  readonly failure: DownloadFailure;

  /** Milliseconds that the server asks to wait before the next try. */
  readonly retryAfter?: number | undefined;

  /** Takes a message of one line. */
  constructor(
    failure: DownloadFailure,
    message: string,
    options?: ErrorOptions & { readonly retryAfter?: number | undefined },
  ) {
    super(withoutLogins(message), options);
    this.failure = failure;
    this.retryAfter = options?.retryAfter;
  }
}
