import type { StageModule } from "./stage_module.ts";
import { unknownName } from "../../../common/did_you_mean.ts";
import { type Place, type Problem, problemAt } from "../yaml/problem.ts";
import type { Reference } from "../spec/spec.ts";
import { ANY_KIND } from "../spec/parse_command.ts";
import type { InputSpec } from "../../stage.ts";

/**
 * Finds the output that a reference means: the named one, or the only one of the kind of the input.
 *
 * @param wanted The input and the stage that the reference names.
 * @param problems Gets the reason why no output fits.
 * @returns Name of the output.
 */
export function chooseOutput(
  reference: Reference & Place,
  wanted: { name: string; input: InputSpec; module: StageModule },
  problems: Problem[],
): string | undefined {
  const { name, input, module } = wanted;
  const outputs = module.definition.outputs;
  const made = Object.entries(outputs).map(([output, { kind }]) =>
    `${output}: ${kind}`
  ).join(", ");
  if (reference.output !== undefined) {
    const output = Object.hasOwn(outputs, reference.output)
      ? outputs[reference.output]
      : undefined;
    if (output === undefined) {
      const what = `an output of ${reference.stage}`;
      const known = Object.keys(outputs);
      problems.push(
        problemAt(reference, unknownName(reference.output, { what, known })),
      );
      return undefined;
    }
    if (!fits(output.kind, input.kind)) {
      problems.push(
        problemAt(
          reference,
          `Expected input ${name} to be ${input.kind} but found ${output.kind} from ${reference.stage}.${reference.output}`,
        ),
      );
      return undefined;
    }
    return reference.output;
  }
  const fitting = Object.keys(outputs).filter((output) =>
    fits(outputs[output]!.kind, input.kind)
  );
  const [only] = fitting;
  if (only !== undefined && fitting.length === 1) return only;
  problems.push(problemAt(
    reference,
    fitting.length === 0
      ? `Expected input ${name} to be ${input.kind} but found ${reference.stage}, which makes ${
        made === "" ? "nothing" : made
      }`
      : `Expected one output of kind ${input.kind} but found ${fitting.length} in ${reference.stage}: write ${
        fitting.map((output) => `${reference.stage}.${output}`).join(" or ")
      }`,
  ));
  return undefined;
}

/** True if an output of a kind fits an input: commands read and write any kind, unless the file names one. */
function fits(made: string, wanted: string): boolean {
  return made === wanted || wanted === ANY_KIND;
}
