import type { Arguments, RunCommand } from "../command.ts";
import { type ResultOf, wideTable } from "../../../cache/metrics/wide_table.ts";
import type { Pipeline } from "../../../definition/graph/pipeline.ts";
import { doneKeys, openResults } from "./open_results.ts";
import { wideColumns } from "../../export/wide_columns.ts";
import { exportLatex } from "./export_latex.ts";
import type { CacheFolders } from "../../../cache/store/cache_folders.ts";
import { usageError } from "../../../base/pipeline_error.ts";
import { writeBeside } from "../../../beside/write_beside.ts";
import { outputNumbers } from "../../../cache/history/output_numbers.ts";
import type { Project } from "../../../execution/plan/project.ts";
import { shownPath } from "../../../base/shown_path.ts";
import { bytesText } from "../../../../common/quantities.ts";
import { pipelineOptions } from "../pipeline_options.ts";
import { writeOut } from "../../terminal/write_out.ts";
import { boardFiles } from "../../export/board_files.ts";
import { loggedResults } from "../../export/logged_results.ts";
import { metricRows } from "../../export/metric_rows.ts";
import {
  metricColumns,
  type MetricTableRow,
} from "../../export/metric_table.ts";
import {
  type Column,
  csvText,
  type NamedBytes,
  parquetBytes,
} from "../../export/table_files.ts";

/** Largest resource in bytes of JSON that a cluster accepts. */
const LARGEST = 1_400_000;

const FORMS = {
  csv: exportNumbers,
  parquet: exportNumbers,
  tensorboard: exportNumbers,
  mlflow: async (...call: Parameters<typeof exportLatex>) =>
    await (await import("./export_mlflow.ts")).exportMlflow(...call),
  latex: exportLatex,
  kubernetes: exportManifests,
  argo: exportManifests,
} as const;

/**
 * `export csv|parquet|tensorboard [file.yaml]`: writes every number in the JSON outputs of a pipeline to a table or to
 * TensorBoard event files, one folder for each instance. Reads the cache, takes no lock and runs nothing.
 *
 * `export mlflow [file.yaml]`: logs them to a tracking server.
 *
 * `export latex [file.yaml]`: writes the tables of its reports.
 *
 * `export kubernetes|argo [file.yaml]`: writes what a run would do as manifests for a cluster, without contacting one.
 *
 * Throws a `PipelineError` of kind `usage` for another format, and if the cache has no number.
 */
export const exportResults: RunCommand = async (args, project) => {
  const [form = "", ...words] = args.words;
  if (!Object.hasOwn(FORMS, form)) {
    throw usageError(
      `Expected export to be followed by one of ${
        Object.keys(FORMS).join(", ")
      } but found ${form}`,
    );
  }
  await FORMS[form as keyof typeof FORMS](form, { ...args, words }, project);
};

async function exportManifests(
  form: string,
  args: Arguments,
  project: Project,
): Promise<void> {
  const { exportCluster } = await import(
    "../../../remote/kubernetes/export_cluster.ts"
  );
  const { pipeline, steps, waves, text, largest } = await exportCluster(
    form === "argo" ? "argo" : "kubernetes",
    { ...await pipelineOptions(args, project), shared: args.flags.shared },
    project,
  );
  if (steps === 0) {
    writeOut("wrote nothing: all results are in the cache\n");
    return;
  }
  const folder = args.flags.to ?? `${pipeline}-export`;
  const [file, unit] = form === "argo"
    ? ["workflow.yaml", "tasks"]
    : ["jobs.yaml", "jobs"];
  const path = `${folder}/${file}`;
  writeBeside(path, text);
  writeOut(
    `wrote ${steps} ${unit} in ${waves} ${waves === 1 ? "wave" : "waves"} to ${
      shownPath(path)
    }; not tried on a cluster\n`,
  );
  if (largest > LARGEST) {
    writeOut(
      `its largest resource has ${
        bytesText(largest)
      }, but a cluster accepts about ${
        bytesText(LARGEST)
      }: export parts with --only or --until\n`,
    );
  }
}

async function exportNumbers(
  form: string,
  args: Arguments,
  project: Project,
): Promise<void> {
  const { opened, states, resultOf } = await openResults(args, project);
  const { pipeline, folders } = opened;
  const keys = doneKeys(states);
  const results = { folders, keys, resultOf };
  const { files, counts } = form === "tensorboard"
    ? boardExport(pipeline, results)
    : tableExport(form, pipeline, results);
  const numbers = counts.reduce((sum, count) => sum + count, 0);
  if (numbers === 0) {
    throw usageError(
      `No numbers of pipeline ${pipeline.name} are in the cache: run it first`,
    );
  }
  const target = args.flags.to ?? `${pipeline.name}-export`;
  for (const { path, bytes } of files) {
    // Not durable: after a power failure they can be exported again.
    writeBeside(`${target}/${path}`, bytes, { durable: false });
  }
  const missing = states.length - keys.size;
  writeOut(
    `wrote ${numbers} numbers of ${
      counts.filter((count) => count > 0).length
    } instances to ${shownPath(target)}${
      missing === 0 ? "" : `; ${missing} instances are not in the cache`
    }\n`,
  );
}

/** Results of a pipeline. */
interface Results {
  readonly folders: CacheFolders;
  /** Keys of the instances that are done. */
  readonly keys: ReadonlyMap<string, string>;
  readonly resultOf: ResultOf;
}

/** Files of an export, and how many numbers of each instance are in them. */
interface Export {
  readonly files: readonly NamedBytes[];
  readonly counts: readonly number[];
}

function boardExport(pipeline: Pipeline, results: Results): Export {
  const logged = loggedResults(pipeline, results)
    .filter(({ points }) => points.length > 0);
  return {
    files: logged.length === 0
      ? []
      : boardFiles(pipeline, logged, results.resultOf),
    counts: logged.map(({ points }) => points.length),
  };
}

/** Every number in a row of its own, and wide rows: one for each point, and one for the seeds of each. */
function tableExport(
  form: string,
  pipeline: Pipeline,
  { folders, keys, resultOf }: Results,
): Export {
  const rows = pipeline.instances.map((instance): MetricTableRow[] => {
    const key = keys.get(instance.name);
    if (key === undefined) return [];
    const origin = {
      pipeline: pipeline.name,
      stage: instance.stage.spec.id.value,
      instance: instance.name,
      point: JSON.stringify(instance.point),
      key,
    };
    return metricRows(outputNumbers(folders, key)).map((row) => ({
      ...origin,
      ...row,
    }));
  });
  const seeds = pipeline.axes.some(({ seed }) => seed);
  const wide = (joined: boolean) =>
    wideColumns(wideTable(pipeline, resultOf, { joined }), joined);
  const tables: [name: string, columns: Column[]][] = [
    ["metrics", metricColumns(rows.flat())],
    ["table", wide(false)],
    ...seeds ? [["means", wide(true)] as [string, Column[]]] : [],
  ];
  return {
    files: tables.map(([name, columns]) => ({
      path: `${name}.${form}`,
      bytes: form === "csv"
        ? new TextEncoder().encode(csvText(columns))
        : parquetBytes(columns),
    })),
    counts: rows.map(({ length }) => length),
  };
}
