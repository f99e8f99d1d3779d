import type { OpenedPipeline } from "../../../cache/key/action.ts";
import {
  type ActionRecord,
  lookUp,
  writeRecord,
} from "../../../cache/store/action_record.ts";
import type { RunCommand } from "../command.ts";
import { blobPath, linkBlobOut } from "../../../cache/store/blob_store.ts";
import {
  type CacheFolders,
  cacheFolders,
} from "../../../cache/store/cache_folders.ts";
import {
  type CachedRecords,
  cachedRecords,
} from "../../../execution/plan/cached_records.ts";
import {
  compareOutputs,
  type OutputComparison,
} from "../../../cache/history/compare_outputs.ts";
import { EXIT } from "../../../base/exit_codes.ts";
import { PipelineError } from "../../../base/pipeline_error.ts";
import { manifestBlobs } from "../../../cache/store/manifest.ts";
import { localExecutor } from "../../../execution/executor/local_executor.ts";
import { openRun, runControl } from "./open_run.ts";
import { withoutLost } from "../../../execution/plan/without_lost.ts";
import { openTempFolder } from "../../../cache/store/temp_folder.ts";
import { readRuns } from "../../../cache/history/run_record.ts";
import { runPrinter } from "../../terminal/run_printer.ts";
import { runPipeline } from "../../../execution/run/run_pipeline.ts";
import { stopOnSignals } from "../../terminal/stop_on_signals.ts";
import { stateLines } from "../../terminal/state_lines.ts";
import { writeJson, writeOut } from "../../terminal/write_out.ts";

/**
 * `repro-check [file.yaml]`: runs the pipeline again in a fresh cache, and compares bytes, then numbers within
 * `--tolerance`. With `--only`, the results of the other stages are taken from the cache.
 *
 * @returns Exit code: 1 if something differs or fails.
 */
export const reproCheck: RunCommand = async (args, project) => {
  const json = args.flags.json ?? false;
  const { options, printer } = await openRun(
    args,
    project,
    ({ pipeline }) =>
      json
        ? { report: () => {}, close: () => {} }
        : runPrinter({ json, total: pipeline.instances.length }),
  );
  const opened = withoutLost(options.opened);
  const { folders, mayRun } = opened;
  const temp = openTempFolder(folders);
  const signals = stopOnSignals(printer.report);
  try {
    const before = await everyRecord(opened);
    const scratch = cacheFolders(`${temp.path}/cache`);
    for (const [name, record] of before) {
      if (mayRun?.has(name) === false) {
        lend(folders, record, { to: scratch, temp: temp.path });
      }
    }
    const { outcome } = await runPipeline({
      ...options,
      opened: { ...opened, folders: scratch },
      chosen: {
        ...options.chosen,
        executor: () => Promise.resolve(localExecutor(scratch)),
        endElsewhere: () => Promise.resolve(),
      },
      results: `${temp.path}/results`,
      control: { ...runControl(args.flags, signals), keepGoing: true },
      report: (event) => {
        const quiet = ["show", "published", "summary"].includes(event.type);
        if (!quiet) printer.report(event);
      },
    });
    if (outcome === "interrupted") return signals.code();
    const found = compareAll(
      opened,
      { before, scratch },
      args.flags.tolerance,
    );
    if (json) writeJson(found);
    else writeOut(comparisonText(found));
    const good = found.every(({ state }) =>
      state === "same" || state === "close"
    );
    return good ? EXIT.done : EXIT.failed;
  } finally {
    printer.close();
    signals.close();
    temp.close();
  }
};

interface Finding extends Omit<Partial<OutputComparison>, "state"> {
  readonly instance: string;
  readonly state: OutputComparison["state"] | "failed";
  readonly reasons: readonly string[];
}

function compareAll(
  opened: OpenedPipeline,
  made: {
    readonly before: ReadonlyMap<string, ActionRecord>;
    readonly scratch: CacheFolders;
  },
  tolerance = 0,
): Finding[] {
  const keys = readRuns(made.scratch)[0]?.keys ?? {};
  return [...made.before].flatMap(([instance, record]): Finding[] => {
    if (opened.mayRun?.has(instance) === false) return [];
    const again = lookUp(made.scratch, keys[instance] ?? "none");
    if (!again.hit) return [{ instance, state: "failed", reasons: [] }];
    return [{
      instance,
      ...compareOutputs(
        { folders: opened.folders, record },
        { folders: made.scratch, record: again.record },
        tolerance,
      ),
    }];
  });
}

function comparisonText(found: readonly Finding[]): string {
  const count = (state: string) =>
    found.filter((finding) => finding.state === state).length;
  const shown = found.map((finding) => ({
    ...finding,
    reasons: finding.reasons.slice(0, 4),
  }));
  return `${stateLines(shown, { width: 8, all: true })}same ${
    count("same")
  }, close ${count("close")}, differs ${count("differs")}, failed ${
    count("failed")
  }\n`;
}

/** Records of all instances, which must be in the cache. */
async function everyRecord(
  opened: OpenedPipeline,
): Promise<CachedRecords["records"]> {
  const { records, missing: [first] } = await cachedRecords(opened);
  if (first === undefined) return records;
  throw new PipelineError(
    "failed",
    `The result of ${first} is not in the cache: run the pipeline first`,
  );
}

/** Links a result into another cache on the same disk. */
function lend(
  folders: CacheFolders,
  record: ActionRecord,
  target: { readonly to: CacheFolders; readonly temp: string },
): void {
  for (const manifest of Object.values(record.outputs)) {
    for (const blob of manifestBlobs(manifest)) {
      const path = blobPath(target.to, blob.sha256);
      Deno.mkdirSync(path.slice(0, path.lastIndexOf("/")), { recursive: true });
      try {
        // The mode of an executable is in the manifest: in the store all blobs are alike.
        linkBlobOut(folders, { ...blob, exec: false }, { path, share: true });
      } catch (error) {
        if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
      }
    }
  }
  writeRecord(target.to, record, target.temp);
}
