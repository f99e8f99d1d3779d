import { cpSync } from "node:fs";
import type { Action } from "../../cache/key/action.ts";
import { digest } from "../../base/digest.ts";
import { exists, namesIn } from "../../base/read_files.ts";
import { removeIfThere } from "../../base/write_atomic.ts";
import type { Instance } from "../../definition/graph/pipeline.ts";
import type { ActiveRun } from "./run_options.ts";

/** What becomes of the checkpoint of an action before and after it runs. */
export interface ContinuedCheckpoint {
  /** Gives a run without a checkpoint that of the longest shorter run, if its stage `continues`. */
  begin(): void;
  /** Keeps the last checkpoint for longer runs, or removes it. */
  end(): void;
}

/** Handles the checkpoint of the action of an instance. */
export function continuedCheckpoint(
  instance: Instance,
  { key, parts }: Action,
  { opened: { folders }, temp, report }: Pick<
    ActiveRun,
    "opened" | "temp" | "report"
  >,
): ContinuedCheckpoint {
  const checkpoint = `${folders.checkpoints}/${key}`;
  const { continues } = instance.stage.module.definition;
  const { [continues ?? ""]: length, ...rest } = Object(instance.params);
  if (typeof length !== "number") {
    return { begin: () => {}, end: () => removeIfThere(checkpoint) };
  }
  const family = digest("continued", { ...parts, params: rest });
  const folder = `${folders.continued}/${family}`;
  return {
    begin: () => {
      if (namesIn(checkpoint).length > 0) return;
      const [longest] = namesIn(folder).map(Number)
        .filter((other) => other < length).sort((a, b) => b - a);
      if (longest === undefined) return;
      // Renamed when it is whole, as a kill must leave no part of a checkpoint.
      const draft = `${temp}/${crypto.randomUUID()}`;
      cpSync(`${folder}/${longest}`, draft, { recursive: true });
      removeIfThere(checkpoint);
      Deno.renameSync(draft, checkpoint);
      const line = `continues the run of length ${longest}`;
      report({ type: "log", instance: instance.name, line });
    },
    end: () => {
      const target = `${folder}/${length}`;
      // One that is there has the same key and stays: another run may be copying it at this moment.
      if (namesIn(checkpoint).length === 0 || exists(target)) {
        return removeIfThere(checkpoint);
      }
      Deno.mkdirSync(folder, { recursive: true });
      Deno.renameSync(checkpoint, target);
    },
  };
}
