import { basename } from "node:path";
import { stageOf } from "../../definition/graph/point.ts";
import {
  type Instance,
  neededInstances,
  type Pipeline,
} from "../../definition/graph/pipeline.ts";
/**
 * A hint for a stage that failed because of a file which another stage makes: `; work/a.txt is made by stage a: add it
 * to needs`.
 *
 * @param message Cause of the failure.
 * @param instance The stage's instance.
 * @returns The hint, or an empty text.
 */
export function producerHint(
  message: string,
  instance: Instance,
  pipeline: Pipeline,
): string {
  const missing = /No such file|not found|denied|NotFound|requires read access/i
    .test(
      message,
    );
  if (!missing) return "";
  const needed = new Set(neededInstances(instance).map(stageOf));
  for (const { stage } of pipeline.instances) {
    const id = stage.spec.id.value;
    if (needed.has(id) || id === instance.stage.spec.id.value) continue;
    for (const { path } of Object.values(stage.module.definition.outputs)) {
      const named = [path, basename(path)].find((name) =>
        message.split(/[\s"':,;()]+/).some((word) =>
          word === name || word.endsWith(`/${name}`)
        )
      );
      if (named !== undefined) {
        return `; ${named} is made by stage ${id}: add it to needs`;
      }
    }
  }
  return "";
}
