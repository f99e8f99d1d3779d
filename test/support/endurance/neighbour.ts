// Another project on the cache of an enduring checkout.
import { reportFixture } from "../stages/report_fixture.ts";
import { toyProject } from "../pipeline/toy_project.ts";
import { type State, writeDag, writeStages } from "./random_dag.ts";

/** A project that shares a cache. */
export interface Neighbour extends AsyncDisposable {
  readonly folder: string;
  /** Writes its pipeline `a.yaml`. */
  write(dag: State): void;
  /** Starts a command of it. */
  start(args: readonly string[]): Deno.ChildProcess;
}

/** Makes a neighbour. Its `report.yaml` makes a report of invented numbers. */
export function neighbour(cache: string): Neighbour {
  const project = toyProject("", { SDARTS_CACHE: cache });
  writeStages(project);
  const [history] = reportFixture([0])["searches"]!;
  project.write("numbers.json", JSON.stringify(history!.value));
  project.write(
    "report.yaml",
    `name: page
stages:
  search:
    use: command
    run: [cp, numbers.json, "\${output.history}"]
    code: [numbers.json]
    outputs: { history: { path: history.json, kind: search-history } }
  page: { use: report, needs: { searches: "search[*]" }, publish: true }
`,
  );
  return {
    folder: project.folder,
    write: (dag) => writeDag(project, dag),
    start: (args) => project.launch([...args], {}),
    [Symbol.asyncDispose]: () => project[Symbol.asyncDispose](),
  };
}
