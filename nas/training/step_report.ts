/** Progress of a run after a step. */
export interface StepReport<State, Epoch> {
  /** Steps done in all epochs. */
  readonly done: number;
  /** Steps in all epochs. */
  readonly total: number;
  /** Last finished epoch, if any. */
  readonly last: Epoch | undefined;
  /** True after the last step of an epoch. */
  readonly epochEnd: boolean;
  /** Copies the state out of TensorFlow. */
  readonly state: () => State;
}
