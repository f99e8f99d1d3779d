/** Why a download failed. */
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
  /** Always `DownloadError`. */
  override readonly name = "DownloadError";
  /** What went wrong, for callers that fall back to another source. */
  readonly failure: DownloadFailure;

  /** An error with a one-line message. */
  constructor(
    failure: DownloadFailure,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.failure = failure;
  }
}
