import { unknownName } from "../../../../common/did_you_mean.ts";
import { PipelineError, usageError } from "../../../base/pipeline_error.ts";
import { recordFiles } from "../../../cache/history/output_numbers.ts";
import {
  type ActionRecord,
  readRecord,
} from "../../../cache/store/action_record.ts";
import { blobPath, verifyBlob } from "../../../cache/store/blob_store.ts";
import type { CacheFolders } from "../../../cache/store/cache_folders.ts";
import type { Instance, Pipeline } from "../../../definition/graph/pipeline.ts";
import type { Project } from "../../../execution/plan/project.ts";
import { loggedResults } from "../../export/logged_results.ts";
import { logRuns, type RunArtifact } from "../../export/log_runs.ts";
import { mlflowRun } from "../../export/mlflow_run.ts";
import { mlflowServer } from "../../export/mlflow_server.ts";
import { writeOut } from "../../terminal/write_out.ts";
import type { Arguments } from "../command.ts";
import { doneKeys, openResults } from "./open_results.ts";

/** Milliseconds between two lines of progress. */
const EVERY = 2000;

/**
 * `export mlflow [file.yaml]`: logs the results of a pipeline to a tracking server, as an experiment with a run for each
 * instance. A second export adds what is new.
 *
 * Throws a `PipelineError` of one line where the server cannot be used; what is there by then stays, and the next export
 * continues.
 */
export async function exportMlflow(
  _form: string,
  args: Arguments,
  project: Project,
): Promise<void> {
  const env = (name: string) => Deno.env.get(name);
  const uri = args.flags["tracking-uri"] ?? env("MLFLOW_TRACKING_URI");
  if (uri === undefined) {
    throw usageError(
      "Expected --tracking-uri URL or MLFLOW_TRACKING_URI, the address of an MLflow tracking server, but found neither",
    );
  }
  const server = mlflowServer({ uri, env });
  const { opened: { pipeline, folders }, states, resultOf } = await openResults(
    args,
    project,
  );
  const keys = doneKeys(states);
  const logged = loggedResults(pipeline, { folders, keys, resultOf });
  if (logged.length === 0) {
    throw usageError(
      `No results of pipeline ${pipeline.name} are in the cache: run it first`,
    );
  }
  const chosen = chosenOutputs(pipeline, args.flags.artifact ?? []);
  const records = new Map(
    logged.map(({ key, instance }) => [
      instance.name,
      soundRecord(folders, key, instance),
    ]),
  );
  const instances = new Map(
    logged.map(({ instance }) => [instance.name, instance]),
  );
  const runs = logged.map((one) =>
    mlflowRun(one, records.get(one.instance.name)!, pipeline.name)
  );
  for (const { name, long } of runs) {
    if (long.length > 0) {
      console.error(
        `warning: left out parameters of ${name} that are longer than MLflow accepts: ${
          long.join(", ")
        }`,
      );
    }
  }
  let told = performance.now();
  const counts = await logRuns(server, {
    experiment: pipeline.name,
    runs,
    artifactsOf: ({ name }) =>
      artifacts(folders, instances.get(name)!, {
        record: records.get(name)!,
        chosen,
      }),
    onRun: (done) => {
      if (performance.now() - told < EVERY) return;
      told = performance.now();
      console.error(`${done} of ${runs.length} runs are at ${server.shown}`);
    },
  });
  writeOut(summary(counts, { shown: server.shown, name: pipeline.name }));
}

function summary(
  { created, continued, complete, uploaded }: Awaited<
    ReturnType<typeof logRuns>
  >,
  { shown, name }: { readonly shown: string; readonly name: string },
): string {
  const parts = [
    `${created} new runs`,
    ...continued === 0 ? [] : [`${continued} continued`],
    `${complete} that were there`,
    ...uploaded === 0 ? [] : [`${uploaded} artifacts`],
  ];
  return `experiment ${name} at ${shown}: ${parts.join(", ")}\n`;
}

function soundRecord(
  folders: CacheFolders,
  key: string,
  { name }: Instance,
): ActionRecord {
  const record = readRecord(folders, key);
  if (typeof record === "object") return record;
  throw new PipelineError(
    "damaged",
    `Expected the result of ${name} in the cache but found it ${
      record ?? "missing"
    }`,
  );
}

/** Outputs that a user names, as `STAGE.OUTPUT`. */
function chosenOutputs(
  { instances }: Pipeline,
  words: readonly string[],
): ReadonlySet<string> {
  const known = new Set(
    instances.flatMap(({ stage }) =>
      Object.keys(stage.module.definition.outputs).map((output) =>
        `${stage.spec.id.value}.${output}`
      )
    ),
  );
  for (const word of words) {
    if (known.has(word)) continue;
    const what = "--artifact STAGE.OUTPUT";
    throw usageError(unknownName(word, { what, known: [...known] }));
  }
  return new Set(words);
}

/** Files of the chosen outputs of an instance, under the paths that its stage declares. */
function artifacts(
  folders: CacheFolders,
  { stage, name }: Instance,
  { record, chosen }: {
    readonly record: ActionRecord;
    readonly chosen: ReadonlySet<string>;
  },
): RunArtifact[] {
  return [...recordFiles(record)].flatMap(([file, content]) => {
    const [output = "", ...rest] = file.split("/");
    if (!chosen.has(`${stage.spec.id.value}.${output}`)) return [];
    if (verifyBlob(folders, content) !== "good") {
      throw new PipelineError(
        "damaged",
        `Expected ${file} of ${name} in the cache but found it damaged`,
      );
    }
    const { path = output } = stage.module.definition.outputs[output] ?? {};
    return [{
      path: [path, ...rest].join("/"),
      sha256: content.sha256,
      open: () => Deno.openSync(blobPath(folders, content.sha256)).readable,
    }];
  });
}
