import type { LocatedMap } from "../yaml/located.ts";
import { nodeAt } from "../yaml/located.ts";
import { type Place, type Problem, problemAt } from "../yaml/problem.ts";
import type { Foreseen, KnownInputs, Point } from "../../stage.ts";
import type { Instance, InstanceFacts } from "./pipeline.ts";
import type { WiredStage } from "./wire.ts";

/**
 * Asks the stages what they know before anything runs: each gets the facts about its inputs.
 *
 * @param instances Instances, each after what it needs.
 * @param paramsAt Parameters as the file writes them, each with its place.
 * @param problems Gets what the stages complain of, at the place of the parameter or input.
 * @returns Facts about outputs.
 */
export function foresee(
  instances: readonly Instance[],
  paramsAt: (stage: WiredStage, point: Point) => LocatedMap,
  problems: Problem[],
): InstanceFacts {
  const known = new Map<string, Readonly<Record<string, unknown>>>();
  for (const instance of instances) {
    const { name, stage, params, point } = instance;
    const { use, facts } = stage.module;
    if (facts === undefined) continue;
    let found: Foreseen;
    try {
      found = facts(params, knownInputs(instance, known));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      problems.push(
        problemAt(stage.spec.use, `Cannot know the facts of ${use}: ${reason}`),
      );
      continue;
    }
    const { outputs, complaints = [] } = found;
    // What follows from a contradiction would only repeat it.
    if (outputs !== undefined && complaints.length === 0) {
      known.set(name, outputs);
    }
    for (const complaint of complaints) {
      const place = "input" in complaint
        ? inputPlace(stage, complaint.input)
        : nodeAt(paramsAt(stage, point), complaint.path).node;
      problems.push(problemAt(place, complaint.message));
    }
  }
  return known;
}

/** What is known of the inputs of an instance. */
export function knownInputs(
  { inputs, parts }: Instance,
  facts: InstanceFacts,
): KnownInputs {
  const membersOf = (name: string) =>
    inputs.find((input) => input.name === name)?.members ?? [];
  return {
    input(name) {
      const [member] = membersOf(name);
      return member && facts.get(member.instance)?.[member.output];
    },
    members: (name) =>
      membersOf(name).map(({ instance, output, point }) => ({
        point,
        facts: facts.get(instance)?.[output],
      })),
    has: (name) => membersOf(name).length > 0,
    parts: parts?.loaded ?? {},
  };
}

function inputPlace({ spec }: WiredStage, name: string): Place {
  return spec.needs.get(name)?.references[0] ?? spec.id;
}
