/**
 * Parts of a stage: modules that its parameters choose.
 *
 * @module
 */

/** What users' modules export, by role. */
export type LoadedParts = Readonly<Record<string, unknown>>;

/**
 * What a user's module has to export to be a part. The exported value also has a `name`, which stands for the module in
 * parameters and results.
 */
export interface PartShape {
  /** Name of the export. */
  readonly export: string;
  /**
   * Looks at the exported value, an object with a `name`.
   *
   * @returns What is wrong, to follow "Expected `gaussian` of ./gaussian.ts to have", such as `a function perturb but
   *   found a number`; undefined if nothing is.
   */
  readonly check: (value: Readonly<Record<string, unknown>>) =>
    | string
    | undefined;
}
