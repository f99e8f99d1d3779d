import type { Arguments, RunCommand } from "../command.ts";
import { EXIT } from "../../../base/exit_codes.ts";
import { usageError } from "../../../base/pipeline_error.ts";
import { isFile, namesIn } from "../../../base/read_files.ts";
import { cacheFolders } from "../../../cache/store/cache_folders.ts";
import { isAsPublished } from "../../../execution/run/replace_output.ts";
import { shownPath } from "../../../base/shown_path.ts";
import { writeBeside } from "../../../beside/write_beside.ts";
import { writeOut } from "../../terminal/write_out.ts";
import type { Where } from "../../regress/gate.ts";
import { judge, type Verdict } from "../../regress/judge.ts";
import { newBaseline } from "../../regress/new_baseline.ts";
import { type GateFile, readGates } from "../../regress/read_gates.ts";
import { readRows, type Row } from "../../regress/read_rows.ts";
import { VERDICT_FORMATS } from "../../regress/verdict_formats.ts";
/**
 * `regress [baseline.yaml]`: checks the summaries in results/ against the gates of one file, or of all baselines and the
 * published figures. `--update` writes the results as the new baseline.
 *
 * @returns Exit code 0, or 1 when a gate failed.
 */
export const regress: RunCommand = (args, project) => {
  const results = `${project.folder}/results`;
  const [named] = args.words;
  const rowsOf: RowsOf = (pipeline) => {
    const file = summaryOf(results, pipeline);
    if (isAsPublished(cacheFolders(project.cache), file) === false) {
      console.error(
        `warning: ${shownPath(file)} is not as a run published it last`,
      );
    }
    return readRows(file);
  };
  if (args.flags.update === true) return update(args, results, rowsOf);
  const files = named === undefined ? gateFiles(results) : [named];
  if (files.length === 0) {
    throw usageError(
      `No gates in ${
        shownPath(`${results}/baselines`)
      }: write some with regress NAME.yaml --update --reason TEXT`,
    );
  }
  const verdicts = files.flatMap((file) =>
    judgeFile(readGates(file), results, rowsOf)
  );
  const { format = "table", output } = args.flags;
  const text = VERDICT_FORMATS[format](verdicts);
  if (output === undefined) writeOut(text);
  else {
    writeBeside(output, text);
    writeOut(VERDICT_FORMATS.table(verdicts));
  }
  if (verdicts.some(({ status }) => status === "fail")) return EXIT.failed;
};

/** Reads the summary of a pipeline, with a warning for one that a run did not leave so. */
type RowsOf = (pipeline: string) => Row[] | undefined;

function judgeFile(
  file: GateFile,
  results: string,
  rowsOf: RowsOf,
): Verdict[] {
  if (file.pipeline !== undefined) {
    return judge(file.gates, rowsOf(file.pipeline));
  }
  // Figures for any pipeline apply to all that were run.
  const rows = namesIn(results).filter((name) =>
    isFile(summaryOf(results, name))
  )
    .flatMap((name) => rowsOf(name) ?? []);
  return judge(file.gates, rows);
}

function update(args: Arguments, results: string, rowsOf: RowsOf): void {
  const [file] = args.words;
  const { reason } = args.flags;
  if (file === undefined) {
    throw usageError(
      "--update needs a baseline, such as results/baselines/NAME.yaml",
    );
  }
  if (reason === undefined) {
    throw usageError("--update needs --reason");
  }
  const old = isFile(file) ? readGates(file) : undefined;
  const pipeline = old?.pipeline ??
    /([^/]+)\.ya?ml$/.exec(file)?.[1] ?? file;
  const summary = summaryOf(results, pipeline);
  const rows = rowsOf(pipeline);
  if (rows === undefined || rows.length === 0) {
    throw usageError(`No runs in ${shownPath(summary)}`);
  }
  const text = newBaseline(rows, {
    pipeline,
    old,
    change: { date: new Date().toISOString().slice(0, 10), reason },
    ...groupsOf(rows),
  });
  writeBeside(file, text);
  writeOut(`wrote ${shownPath(file)}\n`);
}

/** Metrics of a summary, and the coordinates that distinguish its runs, apart from seeds. */
function groupsOf(
  rows: readonly Row[],
): { metrics: string[]; groups: Where[] } {
  const metrics = [...new Set(rows.flatMap((row) => Object.keys(row.metrics)))]
    .filter((name) => name !== "seed");
  const groups = new Map<string, Where>();
  for (const { point, metrics } of rows) {
    const where = Object.fromEntries(
      Object.entries(point).filter(([axis, value]) =>
        axis !== "seed" && axis !== "group" && typeof value !== "number" &&
        !Object.hasOwn(metrics, axis) && String(value).length < 40
      ),
    );
    groups.set(JSON.stringify(where), where);
  }
  return { metrics, groups: [...groups.values()] };
}

function gateFiles(results: string): string[] {
  const files = namesIn(`${results}/baselines`).filter((name) =>
    /\.ya?ml$/.test(name)
  ).map((name) => `${results}/baselines/${name}`);
  const paper = `${results}/paper.yaml`;
  return [...files, ...isFile(paper) ? [paper] : []].map(shownPath);
}

function summaryOf(results: string, pipeline: string): string {
  return `${results}/${pipeline}/summary.json`;
}
