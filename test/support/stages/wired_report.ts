// Runs the stage report on the wiring of a pipeline file, with invented artifacts: nothing is searched or trained.
import { loadPipeline } from "../../../pipeline/definition/graph/load_pipeline.ts";
import type { Instance } from "../../../pipeline/definition/graph/pipeline.ts";
import type { FoldedStage, Member } from "../../../pipeline/stage.ts";
import { testContext } from "../../../pipeline/stage_testing.ts";
import { run } from "../../../stages/report/run.ts";
import { ROOT } from "../root.ts";
import { tempFolder } from "../temp_folder.ts";
import { benchmarkFixture, reportFixture } from "./report_fixture.ts";

/** A row of `summary.json`, as far as tests read it. */
export interface SummaryRow {
  readonly group: string;
  readonly role: string;
  readonly point: Member["point"];
  readonly method: string | null;
  readonly space: string | null;
  readonly search_epochs: number | null;
  readonly test_error: number | null;
  readonly instances: Readonly<Record<string, string>>;
}

/** A group of `summary.json`, as far as tests read it. */
export interface SummaryGroup {
  readonly label: string;
  readonly role: string;
  readonly n: number;
  readonly selection?: string;
  readonly metrics: Readonly<
    Record<string, { readonly n: number; readonly mean: number | null }>
  >;
  readonly over: Readonly<Record<string, string>>;
}

export interface WiredReport {
  readonly rows: readonly SummaryRow[];
  readonly groups: readonly SummaryGroup[];
  readonly comparisons: readonly {
    readonly metric: string;
    readonly group: string;
    readonly baseline: string;
    readonly comparison: null | { readonly n: readonly [number, number] };
  }[];
  readonly html: string;
  /** Names of the instances whose artifacts the report was given. */
  readonly given: readonly string[];
}

/**
 * Loads a pipeline file and runs its stage `summary` in this process, on an invented artifact of each instance that is
 * wired to it. Test errors are 0.001, 0.002 and so on, in the order of the members.
 *
 * @param text The file, without its name.
 */
export async function wiredReport(text: string): Promise<WiredReport> {
  using folder = tempFolder();
  const { report, graph } = await wiringOf(text, folder.path);
  const members: Record<string, Member[]> = {};
  for (const { name, members: wired } of report.inputs) {
    members[name] = wired.map(({ instance, output, point }, index) => {
      const path = `${folder.path}/${name}-${index}.json`;
      Deno.writeTextFileSync(path, artifactText(name, point, index));
      return { path, point, origin: { instance, output } };
    });
  }
  const outputs = {
    report: `${folder.path}/report.html`,
    summary: `${folder.path}/summary.json`,
    tables: `${folder.path}/tables.tex`,
  };
  const { context } = testContext({ title: "Invented" }, {
    members,
    outputs,
    checkpoint: folder.path,
  });
  await run({
    ...context,
    graph,
    lineage: report.lineage!,
  });
  return {
    ...JSON.parse(Deno.readTextFileSync(outputs.summary)),
    html: Deno.readTextFileSync(outputs.report),
    given: [
      ...new Set(
        report.inputs.flatMap(({ members }) =>
          members.map(({ instance }) => instance)
        ),
      ),
    ],
  };
}

/** The instance `summary` of a pipeline file, and the folded graph. */
export async function wiringOf(
  text: string,
  folder: string,
): Promise<{ report: Instance; graph: readonly FoldedStage[] }> {
  const file = `${folder}/a.yaml`;
  Deno.writeTextFileSync(file, `name: wired\n${text}`);
  const { instances, graph } = await loadPipeline(file, {
    folders: [`${ROOT}/stages`],
  });
  return { report: instances.find(({ name }) => name === "summary")!, graph };
}

const FILES = reportFixture([0]);
const COUNT = {
  stem: "cifar",
  channels: 4,
  cells: 3,
  classes: 10,
  size: 32,
  auxiliary: false,
  parameters: 1000,
  macs: 2000,
  convolutionMacs: 1500,
  linearMacs: 500,
};

/** An artifact for an input of the report, with the method and seed of a point. */
function artifactText(
  input: string,
  point: Member["point"],
  index: number,
): string {
  const values: Readonly<Record<string, unknown>> = {
    benchmarks: benchmarkFixture([0])!.at(-1)!.value,
    counts: COUNT,
    selections: {
      chosen: { ...point, seed: 1 },
      python: "Genotype()",
      candidates: [],
    },
  };
  const value = (values[input] ?? FILES[input]![0]!.value) as object;
  const known: Record<string, unknown> = { ...value };
  for (const name of ["method", "space", "seed"]) {
    if (typeof known[name] === typeof point[name]) known[name] = point[name];
  }
  if ("top1Error" in known) known["top1Error"] = (index + 1) / 1000;
  return JSON.stringify(known);
}
