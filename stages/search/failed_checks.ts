import type { ParameterComplaint } from "../_declare/parameter_check.ts";

/** Whether something is wrong, the path of the parameter that it is seen in, and what is said of it. */
export type PlanCheck = readonly [
  wrong: boolean,
  path: readonly (string | number)[],
  message: string,
];

/** A complaint of each check that found something wrong, in their order. */
export function failedChecks(
  checks: readonly PlanCheck[],
): ParameterComplaint[] {
  return checks.filter(([wrong]) => wrong)
    .map(([, path, message]) => ({ path: [...path], message }));
}
