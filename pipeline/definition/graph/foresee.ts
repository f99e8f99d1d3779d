import { fileURLToPath, pathToFileURL } from "node:url";
import type { LocatedMap } from "../yaml/located.ts";
import { nodeAt } from "../yaml/located.ts";
import { type Place, type Problem, problemAt } from "../yaml/problem.ts";
import type { Foreseen, KnownInputs, Point } from "../../stage.ts";
import type { ChosenParts } from "./choose_parts.ts";
import type { Instance, InstanceFacts } from "./pipeline.ts";
import type { WiredStage } from "./wire.ts";

/** What stages know before anything runs. */
export interface Foretold {
  /** Facts about outputs. */
  readonly facts: InstanceFacts;
  /** The instances, with the parts that their inputs choose, and the memory. */
  readonly instances: readonly Instance[];
}

/**
 * Asks the stages what they know before anything runs: each gets the facts about its inputs.
 *
 * @param instances Instances, each after what it needs.
 * @param paramsAt Parameters as the file writes them, each with its place.
 * @param problems Gets what the stages complain of, at the place of the parameter or input.
 */
export function foresee(
  instances: readonly Instance[],
  paramsAt: (stage: WiredStage, point: Point) => LocatedMap,
  problems: Problem[],
): Foretold {
  const chosen = new Map<string, Readonly<Record<string, string>>>();
  const known = new Map<string, Readonly<Record<string, unknown>>>();
  const needed = new Map<string, Foreseen["resources"]>();
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
    const { outputs, parts, complaints = [] } = found;
    needed.set(name, found.resources);
    if (parts !== undefined) chosen.set(name, parts);
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
  return {
    facts: known,
    instances: instances.map((instance) => {
      const parts = chosen.get(instance.name);
      const sized = withResources(instance, needed.get(instance.name));
      return parts === undefined ? sized : withParts(sized, parts);
    }),
  };
}

/** An instance with the memory that its inputs make it need, unless the pipeline file says how much. */
function withResources(
  instance: Instance,
  needed: Foreseen["resources"],
): Instance {
  if (needed === undefined) return instance;
  const { memory } = instance.stage.spec.limits.resources;
  return memory === undefined
    ? { ...instance, resources: { ...instance.resources, ...needed } }
    : instance;
}

/** An instance with the parts that its inputs choose. */
function withParts(
  instance: Instance,
  urls: Readonly<Record<string, string>>,
): Instance {
  const parts = instance.parts ??
    { modules: {}, loaded: {}, names: {}, offered: {} };
  const { modules, loaded } = parts;
  const kinds = new Set(Object.keys(urls).map(kindOf));
  const chosen = [
    ...Object.entries(modules).filter(([role]) =>
      !kinds.has(kindOf(role)) || Object.hasOwn(loaded, role)
    ),
    ...Object.entries(urls).filter(([role]) => !Object.hasOwn(loaded, role))
      .map(([role, url]) => [role, fileURLToPath(url)]),
  ];
  return {
    ...instance,
    parts: { ...parts, modules: Object.fromEntries(chosen) },
  };
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
    modules: ownModules(parts),
  };
}

/** Kind of the module of a role, such as `operation` of `operation/none`. */
function kindOf(role: string): string {
  return role.split("/", 1)[0]!;
}

/** URLs of users' modules among the parts of an instance. */
function ownModules(parts: ChosenParts | undefined): Record<string, string> {
  return Object.fromEntries(
    Object.keys(parts?.loaded ?? {}).filter((role) =>
      Object.hasOwn(parts!.modules, role)
    ).map((role) => [
      role,
      pathToFileURL(parts!.modules[role]!).href,
    ]),
  );
}

function inputPlace({ spec }: WiredStage, name: string): Place {
  return spec.needs.get(name)?.references[0] ?? spec.id;
}
