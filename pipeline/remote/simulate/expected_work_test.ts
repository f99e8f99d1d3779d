import { assertEquals } from "@std/assert";
import {
  type ToyProject,
  toyProject,
} from "../../../test/support/pipeline/toy_project.ts";
import { findProject, openPipeline } from "../../execution/plan/project.ts";
import { expectedWork } from "./expected_work.ts";
import { ROOT } from "../../../test/support/root.ts";

const PIPELINE = `name: work
matrix: { method: [darts, sdarts-rs], value: [1, 2, 3] }
stages:
  number: { use: number, with: { method: $method, value: $value } }
  square: { use: square, needs: { number: number } }
  wait: { use: command, run: [sleep, $value] }
`;

/** Records a run as a real one does. */
function record(
  project: ToyProject,
  run: {
    key: string;
    instance: string;
    seconds: number;
    params: Record<string, unknown>;
    stage?: string;
    pipeline?: string;
    status?: string;
    bytes?: number;
  },
): void {
  const { key, instance, seconds, params, stage = "number" } = run;
  const { pipeline = "work", status = "done", bytes } = run;
  const journal = `${project.folder}/.sdarts/journal.jsonl`;
  project.write(
    `.sdarts/parts/${key}.json`,
    JSON.stringify({ stage, params, code: "c" }),
  );
  Deno.writeTextFileSync(
    journal,
    `${JSON.stringify({ pipeline, instance, key, status, seconds })}\n`,
    { append: true },
  );
  if (bytes === undefined) return;
  const file = {
    type: "file",
    sha256: "0".repeat(64),
    size: bytes,
    exec: false,
  };
  project.write(
    `.sdarts/ac/${key}.json`,
    JSON.stringify({ schema: 1, key, instance, outputs: { number: file } }),
  );
}

async function expected(
  project: ToyProject,
  seconds: number | undefined,
  keys: ReadonlyMap<string, string> = new Map(),
) {
  const opened = await openPipeline(
    { file: `${project.folder}/a.yaml` },
    findProject({ program: ROOT, project: project.folder }),
  );
  const found = expectedWork(
    opened,
    keys,
    () => seconds === undefined ? undefined : { seconds, basis: "a guess" },
  );
  const of = (name: string) => {
    const { seconds, basis, outputs, sizeBasis } = found.get(name)!;
    return [seconds, basis, outputs.get("number"), sizeBasis];
  };
  return Object.assign(of, {
    weight: (name: string) => found.get(name)!.weight,
  });
}

Deno.test("expectedWork() uses the nearest recorded runs, and names the source", async () => {
  await using project = toyProject(PIPELINE);
  const nothing = await expected(project, undefined);
  assertEquals(nothing("square@darts,value=1"), [
    1,
    "unknown",
    undefined,
    "unknown",
  ]);
  const run = (
    method: string,
    value: number,
    more: { key: string; seconds: number; bytes?: number },
    params: Record<string, unknown> = {},
  ) =>
    record(project, {
      instance: `number@${method},value=${value}`,
      params: { method, value, fail: false, ...params },
      ...more,
    });
  // Of two runs the last one counts; a failed one does not, nor one with another parameter that stays the same.
  run("darts", 1, { key: "a1", seconds: 50 });
  run("darts", 1, { key: "a2", seconds: 10, bytes: 100 });
  run("darts", 2, { key: "b", seconds: 20, bytes: 300 });
  run("sdarts-rs", 1, { key: "c", seconds: 70 }, { fail: true });
  record(project, {
    key: "d",
    instance: "number@sdarts-rs,value=3",
    seconds: 99,
    status: "failed",
    params: { method: "sdarts-rs", value: 3, fail: false },
  });
  record(project, {
    key: "e",
    pipeline: "other",
    instance: "number",
    seconds: 400,
    bytes: 900,
    params: { value: 7 },
  });
  const known = await expected(project, 5);
  assertEquals(known("number@darts,value=1"), [10, "own", 100, "own"]);
  // One that shares the method is nearer than one that shares nothing.
  assertEquals(known("number@darts,value=3"), [15, "stage", 200, "stage"]);
  assertEquals(known("number@sdarts-rs,value=2"), [20, "stage", 300, "stage"]);
  assertEquals(known("square@darts,value=1"), [
    5,
    "estimate",
    undefined,
    "unknown",
  ]);
  // What a run knows when it decides what starts first: no estimates.
  assertEquals(
    ["number@darts,value=3", "square@darts,value=1"].map(known.weight),
    [15, 1],
  );
  const keyed = await expected(
    project,
    undefined,
    new Map([["square@darts,value=1", "b"]]),
  );
  assertEquals(keyed("square@darts,value=1"), [20, "own", 300, "own"]);

  project.write(
    "a.yaml",
    PIPELINE.replace("method: $method", "method: $method, fail: true"),
  );
  const changed = await expected(project, 5);
  assertEquals(changed("number@darts,value=1"), [
    70,
    "stage",
    1300 / 3,
    "kind",
  ]);
  project.write("a.yaml", PIPELINE.replace("name: work", "name: new"));
  const estimated = await expected(project, 5);
  assertEquals(estimated("number@darts,value=1").slice(0, 2), [5, "estimate"]);
  const guessed = await expected(project, undefined);
  assertEquals(guessed("number@darts,value=1").slice(0, 2), [125, "kind"]);
  assertEquals(guessed("wait@value=1").slice(0, 2), [1, "unknown"]);
});
