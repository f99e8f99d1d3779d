/** What a source of a data set is given. */
export interface SourceContext {
  /** Folder for the official files. */
  readonly output: string;
  /** Folder in which a download can be resumed by the next process. */
  readonly scratch: string;
  /** Called with the bytes done, the bytes in all and what is going on. */
  readonly report: (done: number, total: number, note: string) => void;
  /** Stops the work; what has arrived is kept. */
  readonly signal?: AbortSignal;
}
