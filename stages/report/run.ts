import type { StageContext } from "../../pipeline/stage.ts";
import { writeJsonFile } from "../_artifacts/json_file.ts";
import { gather } from "./runs/gather.ts";
import { loadGraphviz } from "./html/graphviz.ts";
import { groupRuns } from "./runs/group_runs.ts";
import { joinRuns } from "./runs/join_runs.ts";
import { fixed, meanStd, percent } from "./html/format.ts";
import { aggregateOf } from "./runs/metrics.ts";
import { latexTables, unwrittenText } from "./latex_tables.ts";
import { page } from "./page.ts";
import type { ReportParams } from "./params.ts";
import { summarise } from "./summary.ts";

/** Reads every result and writes the page and the summary. */
export async function run(
  context: StageContext<ReportParams>,
): Promise<void> {
  const groups = groupRuns(
    joinRuns(await gather(context), context.lineage),
  );
  if (groups.length === 0) {
    throw new RangeError(
      "Expected one or more artifacts to report but found none at any input",
    );
  }
  await writeJsonFile(context.output("summary"), summarise(groups), 1);
  const { params: { title }, graph, sweep } = context;
  await Deno.writeTextFile(
    context.output("tables"),
    latexTables(title, groups),
  );
  const unwritten = unwrittenText(title, groups);
  if (unwritten !== "") context.log(unwritten);
  const content = { title, groups, graph, sweep };
  await Deno.writeTextFile(
    context.output("report"),
    page(content, await loadGraphviz()),
  );
  for (const group of groups) {
    const error = aggregateOf(group, "test_error");
    if (error.n > 0) {
      context.log(
        `${group.label}: test error ${
          meanStd(error, percent(2))
        } (n = ${error.n})`,
      );
    }
    const perplexity = aggregateOf(group, "test_perplexity");
    if (perplexity.n > 0) {
      context.log(
        `${group.label}: test perplexity ${
          meanStd(perplexity, fixed(2))
        } (n = ${perplexity.n})`,
      );
    }
  }
  context.progress({ done: 1, total: 1, unit: "page" });
}
