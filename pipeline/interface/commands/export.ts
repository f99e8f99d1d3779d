import { dirname } from "node:path";
import type { Arguments } from "../cli/parse_arguments.ts";
import { cachedRecords } from "../../execution/plan/cached_records.ts";
import type { CacheFolders } from "../../cache/store/cache_folders.ts";
import { EXIT, ExitError } from "../../base/exit_error.ts";
import { outputNumbers } from "../../cache/history/output_numbers.ts";
import { openPipeline, type Project } from "../../execution/plan/project.ts";
import { shownPath } from "../../base/shown_path.ts";
import { writeOut } from "../terminal/write_out.ts";
import { eventFile } from "../export/event_file.ts";
import { metricRows } from "../export/metric_rows.ts";
import {
  metricCsv,
  metricParquet,
  type TableRow,
} from "../export/metric_table.ts";

const FORMS = ["csv", "parquet", "tensorboard", "kubernetes", "argo"];

/**
 * `export csv|parquet|tensorboard [file.yaml]`: writes every number in the JSON files that a pipeline's stages made, as a
 * table or as TensorBoard event files, one folder an instance. Takes what is in the cache, no lock, and runs nothing.
 *
 * `export kubernetes|argo [file.yaml]`: writes what a run would do for a cluster.
 *
 * Throws an `ExitError` with code 2 for another form, and where the cache has no number.
 *
 * @param args The command line.
 * @param project The project.
 * @returns Exit code 0.
 */
export async function commandExport(
  args: Arguments,
  project: Project,
): Promise<number> {
  const [form = "", ...words] = args.words;
  if (!FORMS.includes(form)) {
    throw new ExitError(
      EXIT.usage,
      `Expected export to be followed by one of ${
        FORMS.join(", ")
      } but found ${form}`,
    );
  }
  if (form === "kubernetes" || form === "argo") {
    const { exportCluster } = await import(
      "../../remote/kubernetes/export_cluster.ts"
    );
    return await exportCluster(form, { ...args, words }, project);
  }
  const opened = await openPipeline({ ...args, words }, project);
  const { pipeline, folders } = opened;
  const { records, missing } = await cachedRecords(opened);
  const rows = pipeline.instances.flatMap((instance): TableRow[] => {
    const key = records.get(instance.name)?.key;
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
  if (rows.length === 0) {
    throw new ExitError(
      EXIT.usage,
      `Expected numbers of pipeline ${pipeline.name} in the cache but found none: run it first`,
    );
  }
  const target = args.flags.to ?? `${pipeline.name}-export`;
  const files = form === "tensorboard"
    ? eventFiles(rows, folders)
    : [{ path: `metrics.${form}`, bytes: table(form, rows) }];
  for (const { path, bytes } of files) {
    Deno.mkdirSync(dirname(`${target}/${path}`), { recursive: true });
    Deno.writeFileSync(`${target}/${path}`, bytes);
  }
  writeOut(
    `wrote ${rows.length} numbers of ${
      new Set(rows.map(({ instance }) => instance)).size
    } instances to ${shownPath(target)}${
      missing.length === 0 ? "" : `; ${missing.length} are not in the cache`
    }\n`,
  );
  return EXIT.done;
}

function table(form: string, rows: readonly TableRow[]): Uint8Array {
  return form === "csv"
    ? new TextEncoder().encode(metricCsv(rows))
    : metricParquet(rows);
}

/** One file an instance, always of the same name, so that a second export takes the first one's place. */
function eventFiles(
  rows: readonly TableRow[],
  folders: CacheFolders,
): { path: string; bytes: Uint8Array }[] {
  const byInstance = Map.groupBy(rows, ({ instance }) => instance);
  return [...byInstance].map(([instance, own]) => {
    const { key } = own[0]!;
    const { mtime } = Deno.statSync(`${folders.actions}/${key}.json`);
    const events = own.map(({ metric, step, value }) => ({
      // TensorBoard groups curves by what stands before the first slash.
      tag: metric.replace(" ", "/"),
      step: step ?? 0,
      value,
    }));
    return {
      path: `${instance}/events.out.tfevents.0.sdarts`,
      bytes: eventFile(events, (mtime?.getTime() ?? 0) / 1000),
    };
  });
}
