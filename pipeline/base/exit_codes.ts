/** Exit codes of the command line: one for each kind of failure, and those of a run that ends otherwise. */
export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  locked: 3,
  damaged: 4,
  /** Ctrl-C: 128 + SIGINT. */
  interrupted: 130,
  /** 128 + SIGTERM. */
  terminated: 143,
} as const;
