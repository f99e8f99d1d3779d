/** What a `needs:` value points to. */
export interface Reference {
  /** Identifier of the stage. */
  readonly stage: string;
  /** Output of the stage, where the file names one. */
  readonly output?: string;
  /** True for `stage[*]`: every instance of the stage. */
  readonly gather: boolean;
}

const PATTERN =
  /^([A-Za-z_][A-Za-z0-9_-]*)(?:\.([A-Za-z_][A-Za-z0-9_-]*))?(\[\*\])?$/;

/**
 * Parses a reference to a stage's output: `search`, `search.alphas`, `search[*]` or `search.alphas[*]`.
 *
 * @param text Text of the reference.
 * @returns The parts, or `undefined` when the text is none.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(parseReference("search.alphas[*]"), { stage: "search", output: "alphas", gather: true });
 * ```
 */
export function parseReference(text: string): Reference | undefined {
  const match = PATTERN.exec(text);
  const stage = match?.[1];
  if (match === null || stage === undefined) return undefined;
  const output = match[2];
  const gather = match[3] !== undefined;
  return output === undefined ? { stage, gather } : { stage, output, gather };
}
