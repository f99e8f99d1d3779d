// Counts of the endurance test.

/** Kinds of faults. */
export const FAULTS = [
  "kill",
  "killed command",
  "torn file",
  "torn shared file",
  "full disk",
  "clock jump",
  "two runs",
  "server",
  "leftovers",
  "foreign record",
  "newer record",
  "gc of a neighbour",
  "damaged output",
] as const;
/** One of them. */
export type Fault = typeof FAULTS[number];

/** Counts of operations and faults, and what went wrong. */
export interface Endurance {
  /** Commands that were started. */
  operations: number;
  /** Faults that took effect, by kind. */
  readonly faults: Record<Fault, number>;
  /** Stages that were executed. */
  executed: number;
  /** Results that were made or taken although they were there, or were gone. */
  readonly losses: string[];
  /** Wrong bytes and wrong ends. */
  readonly wrong: string[];
}

/** Number of faults of all kinds. */
export function faultsOf({ faults }: Endurance): number {
  return Object.values(faults).reduce((sum, count) => sum + count, 0);
}

/** State that the checkouts share. */
export interface Lab {
  readonly seed: number;
  readonly count: Endurance;
  readonly store: string;
  /** Keys that are in the shared cache for sure. */
  readonly uploaded: Set<string>;
  readonly over: () => boolean;
  readonly report: (count: Endurance) => void;
}
