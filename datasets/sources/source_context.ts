/** Context of a source of a data set. */
export interface SourceContext {
  /** Folder for the official files. */
  readonly output: string;
  /** Folder in which the next process can resume a download. */
  readonly scratch: string;
  /** Called with the bytes done, all bytes, and a note. */
  readonly report: (done: number, total: number, note: string) => void;
  /** Stops the work; partial downloads are kept. */
  readonly signal?: AbortSignal;
}
