import type { ForeseeFacts } from "../../pipeline/stage.ts";
import type { ReportParams } from "./params.ts";
import report from "./stage.ts";

/** Complains of a report that is given nothing, as each of its inputs is optional. */
export const facts: ForeseeFacts<ReportParams> = (_params, inputs) => {
  const names = Object.keys(report.inputs);
  if (names.some((name) => inputs.has(name))) return {};
  const message = `Expected one or more of the inputs ${
    names.join(", ")
  } but found none`;
  return { complaints: [{ path: [], message }] };
};
