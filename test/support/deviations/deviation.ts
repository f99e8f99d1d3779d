// What docs/data-sets.md says of files that differ from the usual, as values that a test compares and carries out.

/** A row of docs/data-sets.md: files that differ from the usual, and what happens then. */
export interface Deviation {
  /** What differs, as the row says it. */
  readonly what: string;
  /** `counted` is passed over, and counted in `dataset.json`. */
  readonly happens: "taken" | "counted" | "refused";
  /** How it is taken, counted or refused, as the row says it. */
  readonly how: string;
  /** Makes such files, opens them, and throws if something else happens. */
  readonly check: () => Promise<void>;
}

/** A table of docs/data-sets.md. */
export interface DeviationTable {
  /** Heading of the section that has the table. */
  readonly heading: string;
  readonly rows: readonly Deviation[];
}
