// Fills the cache of a large pipeline without a process for each stage.
import {
  actionOf,
  recordedDigests,
} from "../../../pipeline/cache/key/action.ts";
import type { ActionRecord } from "../../../pipeline/cache/store/action_record.ts";
import {
  openPipeline,
  type Project,
} from "../../../pipeline/execution/plan/project.ts";
import { openTempFolder } from "../../../pipeline/cache/store/temp_folder.ts";
import { remember } from "../../../pipeline/cache/history/remembered.ts";
import { stageContext } from "../../../pipeline/execution/job/stage_context.ts";
import { prepareInputs } from "../../../pipeline/execution/job/stage_inputs.ts";
import { storeOutputs } from "../../../pipeline/execution/job/store_outputs.ts";

/**
 * Fills the cache with what a run of a pipeline would leave there, but runs the stages inside this process: ten
 * thousand sandboxed processes would take many minutes. Keys, records and blobs are the engine's own.
 *
 * @param file The pipeline file.
 * @param project The project.
 * @returns How many stages it ran.
 */
export async function fillCache(
  file: string,
  project: Project,
): Promise<number> {
  const opened = await openPipeline(
    { file },
    project,
  );
  const { folders, pipeline } = opened;
  const temp = openTempFolder(folders);
  const records = new Map<string, ActionRecord>();
  const checked = { good: new Set<string>(), damaged: new Set<string>() };
  try {
    for (const instance of pipeline.instances) {
      const action = await actionOf(
        instance,
        recordedDigests(records),
        opened,
      );
      const work = `${temp.path}/${instance.name}`;
      const out = `${work}/out`;
      Deno.mkdirSync(out, { recursive: true });
      const { definition } = instance.stage.module;
      const outputs = Object.entries(definition.outputs).map((
        [name, { path }],
      ) => [name, `${out}/${path}`]);
      const inputs = prepareInputs(instance, {
        folders,
        records,
        checked,
        target: `${work}/in`,
        share: true,
      });
      await definition.run!(stageContext({
        stage: definition.name,
        params: instance.params,
        parts: {},
        ...inputs,
        outputs: Object.fromEntries(outputs),
        checkpoint: work,
        graph: pipeline.graph,
      }, {
        send: () => {},
        signal: new AbortController().signal,
        now: () => 0,
      }));
      records.set(
        instance.name,
        storeOutputs(instance, action, { folders, out, temp: temp.path }),
      );
      remember(folders, {
        pipeline: pipeline.name,
        instance: instance.name,
        action,
        ran: true,
      }, temp.path);
      Deno.removeSync(work, { recursive: true });
    }
  } finally {
    temp.close();
  }
  return pipeline.instances.length;
}
