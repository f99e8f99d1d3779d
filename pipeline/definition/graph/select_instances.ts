import { usageError } from "../../base/pipeline_error.ts";
import { didYouMean } from "../../../common/did_you_mean.ts";
import { neededInstances, type Pipeline } from "./pipeline.ts";
/** A part of a pipeline. */
export interface Selection {
  /** The pipeline with the chosen instances and all that they need. */
  readonly pipeline: Pipeline;
  /** Names of the instances that may run; results of the others must be in the cache. */
  readonly mayRun: ReadonlySet<string>;
}

/**
 * Chooses instances of a pipeline. A selector is the identifier of a stage, the name of an instance, or a pattern with
 * `*` such as `search@darts*`.
 *
 * Throws a `PipelineError` of kind `usage` for a selector without a match.
 *
 * @param selectors `until`: these and their needs; `only`: these, while results of their needs must be in the cache.
 * @returns The part; the whole pipeline without selectors.
 */
export function selectInstances(
  pipeline: Pipeline,
  selectors: {
    readonly only?: readonly string[] | undefined;
    readonly until?: readonly string[] | undefined;
  },
): Selection {
  const { only = [], until = [] } = selectors;
  const all = new Set(pipeline.instances.map(({ name }) => name));
  if (only.length + until.length === 0) return { pipeline, mayRun: all };
  const chosen = matching(pipeline, only, "--only");
  const last = matching(pipeline, until, "--until");
  const mayRun = new Set([...chosen, ...withNeeds(pipeline, last)]);
  const kept = withNeeds(pipeline, mayRun);
  return {
    pipeline: {
      ...pipeline,
      instances: pipeline.instances.filter(({ name }) => kept.has(name)),
    },
    mayRun,
  };
}

function matching(
  pipeline: Pipeline,
  selectors: readonly string[],
  flag: string,
): Set<string> {
  const found = new Set<string>();
  for (const selector of selectors) {
    const pattern = new RegExp(
      `^${
        selector.split("*").map((part) =>
          part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
        ).join(".*")
      }$`,
    );
    const names = pipeline.instances.filter(({ name, stage }) =>
      stage.spec.id.value === selector || pattern.test(name)
    ).map(({ name }) => name);
    if (names.length === 0) {
      const known = [
        ...new Set(
          pipeline.instances.flatMap((
            { name, stage },
          ) => [stage.spec.id.value, name]),
        ),
      ];
      throw usageError(
        `Expected ${flag} to be a stage, an instance or a pattern such as search@* of ${pipeline.file} but found ${selector}${
          didYouMean(selector, known)
        }`,
      );
    }
    for (const name of names) found.add(name);
  }
  return found;
}

function withNeeds(
  pipeline: Pipeline,
  names: ReadonlySet<string>,
): Set<string> {
  const kept = new Set(names);
  // Instances come after what they need.
  for (const instance of pipeline.instances.toReversed()) {
    if (!kept.has(instance.name)) continue;
    for (const needed of neededInstances(instance)) kept.add(needed);
  }
  return kept;
}
