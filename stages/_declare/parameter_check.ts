import type { z } from "zod";

/** A parameter that does not fit the others. */
export interface ParameterComplaint {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/**
 * Check of parameters together, for `superRefine` of their schema.
 *
 * @param complaintsOf Finds contradictions; each message is a whole sentence.
 */
export function parameterCheck<P>(
  complaintsOf: (params: P) => readonly ParameterComplaint[],
): (params: P, context: z.RefinementCtx) => void {
  return (params, context) => {
    for (const { path, message } of complaintsOf(params)) {
      context.addIssue({
        code: "custom",
        path: [...path],
        message,
        params: { sentence: true },
      });
    }
  };
}
