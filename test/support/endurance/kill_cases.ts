// Commands that change the disk, each in a project in which it has work to do.
import { assertEquals } from "@std/assert";
import { commandProject, shell } from "../pipeline/command_project.ts";
import {
  TOY_STAGES,
  type ToyProject,
  toyProject,
} from "../pipeline/toy_project.ts";
import { toySweep } from "../sweep/toy_sweep.ts";
import { filesBelow } from "../stages/files_below.ts";
import type { KillCase } from "./kill_moments.ts";

/** A stage that adds numbers, and has a file about its provenance. */
const PAGE = TOY_STAGES["total"]!.replaceAll("total", "page")
  .replace("show: true", "show: true, provenance: true");

/** A stage that copies a file of the user. */
const OWN = `import { z } from "zod";
import { defineStage } from ${
  JSON.stringify(import.meta.resolve("../../../pipeline/stage.ts"))
};
export default defineStage({
  name: "own",
  description: "copies a file",
  params: z.strictObject({ path: z.string(), sha256: z.string() }),
  inputs: {},
  outputs: { copy: { kind: "copy", path: "copy.txt" } },
  permissions: ({ path }) => ({ read: [path] }),
  outside: ({ path }) => [{ path, digest: ["sha256"] }],
  run: ({ params, output }) => Deno.copyFile(params.path, output("copy")),
});
`;

/** Files of a published folder in the first and in later versions of the pipeline. */
const DRAW = {
  first: "mkdir d/olds; echo x > d/old; echo y > d/olds/y",
  later: "echo n > d/new",
};

function mixed(version: number): string {
  const more = version === 1 ? DRAW.first : DRAW.later;
  return `name: mixed
stages:
  one: { use: number, with: { value: ${version} }, publish: true }
  square: { use: square, needs: { number: one } }
  slow: { use: count, with: { steps: 2, milliseconds: 1 }, publish: true }
  draw:
    use: command
    run: [sh, -c, 'mkdir -p d/sub e; echo "$0" > d/one; echo two > d/sub/two; ${more}; ln -s one d/link; echo hi > e/x; chmod +x e/x', "\${param.text}"]
    with: { text: "text ${version}" }
    outputs: { d: d, e: e }
    publish: true
  all: { use: page, needs: { numbers: [ "one[*]", "square[*]" ] }, publish: true }
`;
}

function fresh(): ToyProject {
  const project = toyProject(mixed(1));
  project.write("stages/page/stage.ts", PAGE);
  return project;
}

/** A project that ran in versions up to this one. */
async function ran(versions = 1): Promise<ToyProject> {
  const project = fresh();
  for (let version = 1; version <= versions; version++) {
    project.write("a.yaml", mixed(version));
    await expect(project, "run", "a.yaml");
  }
  return project;
}

async function expect(project: ToyProject, ...args: string[]): Promise<void> {
  const { code, out, err } = await project.run(...args);
  assertEquals(code, 0, `${out}\n${err}`);
}

async function ranAfter(...args: string[]): Promise<ToyProject> {
  const project = await ran();
  await expect(project, ...args);
  project.write("a.yaml", mixed(2));
  await expect(project, "run", "a.yaml");
  return project;
}

async function ranWith(path: string, text: string): Promise<ToyProject> {
  const project = await ran();
  project.write(path, text);
  return project;
}

function damage({ folder }: ToyProject): void {
  for (const path of filesBelow(`${folder}/.sdarts/cas`)) {
    const bytes = Deno.readFileSync(path);
    bytes[bytes.length - 1]! ^= 1;
    Deno.chmodSync(path, 0o644);
    Deno.writeFileSync(path, bytes);
    Deno.chmodSync(path, 0o444);
  }
}

const SUMMARY = JSON.stringify({
  rows: [0, 1].map((seed) => ({
    group: "DARTS",
    point: { method: "darts", seed },
    method: "darts",
    seed,
    top: 0.16,
    note: null,
  })),
});

const BASELINE = ["regress", "results/baselines/toy.yaml", "--update"];

/** Commands that write few files. */
export const KEEPING: readonly KillCase[] = [
  { name: "gc", args: ["gc", "--yes", "--keep", "1"], make: () => ran(3) },
  {
    name: "lock",
    args: ["lock", "a.yaml"],
    make: () => ranAfter("lock", "a.yaml"),
  },
  { name: "tag", args: ["tag", "best"], make: () => ran() },
  {
    name: "checkout",
    args: ["checkout", "draw"],
    make: () => ran(),
  },
  {
    name: "export of tables",
    args: ["export", "csv", "a.yaml"],
    make: () => ranAfter("export", "csv", "a.yaml"),
  },
  {
    name: "export of manifests",
    args: ["export", "kubernetes", "a.yaml"],
    make: fresh,
  },
  {
    name: "init",
    args: ["init", "new"],
    make: () => ran(),
  },
  {
    name: "schema",
    args: ["schema", "--output", "schema.json"],
    make: () => ranWith("schema.json", "{}"),
  },
  {
    name: "update of a baseline",
    args: [...BASELINE, "--reason", "none"],
    make: () => ranWith("results/toy/summary.json", SUMMARY),
  },
  {
    name: "accept",
    args: ["accept", "a.yaml"],
    make: async () => {
      const project = await ran();
      project.write("stages/own/stage.ts", OWN);
      project.write("own.txt", "mine");
      const own = `${project.folder}/own.txt`;
      project.write(
        "a.yaml",
        `${
          mixed(1)
        }  own: { use: own, with: { path: ${own}, sha256: none } }\n`,
      );
      return project;
    },
  },
  {
    name: "verify of damage",
    args: ["verify"],
    make: async () => {
      const project = await ran();
      damage(project);
      return project;
    },
    codes: [0, 4],
  },
];

/** Commands that run a pipeline. */
export const RUNNING: readonly KillCase[] = [
  { name: "first run", args: ["run", "a.yaml"], make: fresh },
  { name: "run without work", args: ["run", "a.yaml"], make: () => ran() },
  {
    name: "run after an edit",
    args: ["run", "a.yaml"],
    make: async () => {
      const project = await ranWith("results/mixed/d/notes.txt", "mine");
      project.write("results/mixed/d/one", "edited");
      project.write("results/mixed/e/x", "edited");
      project.write("a.yaml", mixed(2));
      return project;
    },
  },
  {
    name: "run with damage",
    args: ["run", "a.yaml"],
    make: async () => {
      const project = await ran();
      damage(project);
      Deno.removeSync(`${project.folder}/results`, { recursive: true });
      return project;
    },
  },
  {
    name: "sweep",
    args: ["run", "a.yaml"],
    make: () =>
      toySweep({
        tune:
          "{ by: train.score, axes: [rate, width, kind], trials: 3, stop: asha, rungs: epochs }",
        matrix:
          "{ rate: { range: [0.0001, 1], log: true }, width: { range: [4, 64], whole: true }, kind: [a, b, c], epochs: [1, 3] }",
      }),
  },
  {
    name: "run after a failure",
    args: ["run", "a.yaml", "--keep-going"],
    make: async () => {
      const project = commandProject(
        shell("a", "echo hi > o; exit 1", "outputs: { o: o }\npublish: true") +
          shell("b", "echo ho > p", "outputs: { p: p }\npublish: true"),
      );
      const { code } = await project.run("run", "a.yaml", "--keep-going");
      assertEquals(code, 1);
      project.write("a.yaml", project.read("a.yaml").replace("; exit 1", ""));
      return project;
    },
  },
  {
    name: "run that continues a shorter one",
    args: ["run", "a.yaml"],
    make: async () => {
      const file = (steps: number) =>
        `name: a\nstages: { count: { use: count, with: { steps: ${steps}, milliseconds: 1 }, publish: true } }\n`;
      const project = toyProject(file(2));
      project.write(
        "stages/count/stage.ts",
        TOY_STAGES["count"]!.replace(
          'name: "count",',
          'name: "count",\n  continues: "steps",',
        ),
      );
      await expect(project, "run", "a.yaml");
      project.write("a.yaml", file(4));
      return project;
    },
  },
  {
    name: "run with a long log",
    args: ["run", "a.yaml", "--log-limit", "1"],
    make: () =>
      commandProject(
        shell(
          "a",
          "seq 200000; echo hi > o",
          "outputs: { o: o }\npublish: true",
        ),
      ),
  },
];
