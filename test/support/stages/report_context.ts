// Runs the stage report on invented inputs.
import type { StageContext } from "../../../pipeline/stage.ts";
import type { ReportParams } from "../../../stages/report/params.ts";
import { FIXTURE_GRAPH, type FixtureFiles } from "./report_fixture.ts";

type ReportOutput = "report" | "summary" | "tables";

const FILES: Readonly<Record<string, string>> = {
  report: "report.html",
  summary: "summary.json",
  tables: "tables.tex",
};

/** A folder with the inputs of the stage `report`, and the context to run it. */
export interface ReportFolder extends AsyncDisposable {
  readonly context: StageContext<ReportParams>;
  /** Lines that were logged. */
  readonly log: string[];
  /** Reads an output. */
  readonly read: (name: ReportOutput) => Promise<string>;
  /** Path of an output. */
  readonly path: (name: ReportOutput) => string;
}

/** Writes inputs to a temporary folder, which is removed when the result is disposed of. */
export async function reportFolder(
  files: FixtureFiles,
  title = "Test report: invented numbers",
): Promise<ReportFolder> {
  const folder = await Deno.makeTempDir({ prefix: "sdarts-report-" });
  const members = new Map<string, { path: string; point: typeof point }[]>();
  const point = files["searches"]![0]!.point;
  for (const [name, list] of Object.entries(files)) {
    members.set(name, []);
    for (const [i, { point, value }] of list.entries()) {
      const path = `${folder}/${name}-${i}.json`;
      await Deno.writeTextFile(
        path,
        typeof value === "string" ? value : JSON.stringify(value),
      );
      members.get(name)!.push({ path, point });
    }
  }
  const path = (name: string) => `${folder}/${FILES[name]}`;
  const log: string[] = [];
  return {
    log,
    path,
    read: (name) => Deno.readTextFile(path(name)),
    context: {
      choices: undefined,
      part: (role) => {
        throw new TypeError(`Expected no part but found ${role}`);
      },
      params: { title },
      input: (name) => {
        throw new TypeError(`Expected no single input but found ${name}`);
      },
      members: (name) => members.get(name) ?? [],
      has: (name) => members.has(name),
      output: path,
      checkpoint: folder,
      progress: () => {},
      log: (line) => log.push(line),
      measure: () => {},
      signal: new AbortController().signal,
      graph: FIXTURE_GRAPH,
    },
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}
