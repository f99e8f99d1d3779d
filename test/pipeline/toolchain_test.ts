import {
  assert,
  assertEquals,
  assertMatch,
  assertNotEquals,
} from "@std/assert";
import {
  actionOf,
  type OpenedPipeline,
} from "../../pipeline/cache/key/action.ts";
import { toyProject } from "../support/pipeline/toy_project.ts";
import { fillCache } from "../support/pipeline/fill_cache.ts";
import {
  findProject,
  openPipeline,
} from "../../pipeline/execution/plan/project.ts";
import { planPipeline } from "../../pipeline/execution/plan/plan.ts";
import { codeReader } from "../../pipeline/cache/key/code_digest.ts";
import { readImportMap } from "../../pipeline/cache/key/resolve_specifier.ts";
import { ROOT } from "../support/root.ts";

const FILE = `name: tools
stages:
  number: { use: number, with: { value: 1 } }
`;

async function planned(
  opened: OpenedPipeline,
): Promise<{ key: string; reasons: readonly string[] }> {
  const [entry] = await planPipeline(opened);
  return { key: entry!.key!, reasons: entry!.reasons };
}

Deno.test("another Deno, system, library or device is another key, and plan names which part", async () => {
  await using toys = toyProject(FILE);
  const project = findProject({ program: ROOT, project: toys.folder });
  const file = `${toys.folder}/a.yaml`;
  await fillCache(file, project);
  const opened = await openPipeline(
    { file },
    project,
  );
  const here = await planned(opened);
  assertEquals(here.reasons, []);
  const changes: [string, Partial<OpenedPipeline>, RegExp][] = [
    [
      "Deno",
      { machine: { ...opened.machine, deno: "9.9.9" } },
      /^deno: .* -> 9\.9\.9$/,
    ],
    [
      "system",
      { machine: { ...opened.machine, os: "plan9" } },
      /^os: .* -> plan9$/,
    ],
    [
      "processor",
      { machine: { ...opened.machine, arch: "vax" } },
      /^arch: .* -> vax$/,
    ],
    [
      "variable",
      { machine: { ...opened.machine, env: () => "1" } },
      /^env: TOY unset -> 1$/,
    ],
    ["device", {
      toolchains: {
        ...opened.toolchains,
        identify: () => Promise.resolve({ version: "2.21.0", device: "gpu" }),
      },
    }, /^toolchain: device unset -> gpu$/],
    ["CUDA library", {
      toolchains: {
        ...opened.toolchains,
        identify: () => Promise.resolve({ libcublas: "12.6.1" }),
      },
    }, /^toolchain: libcublas unset -> 12\.6\.1$/],
  ];
  for (const [name, change, reason] of changes) {
    const there = await planned({ ...opened, ...change });
    assertNotEquals(there.key, here.key, name);
    assert(
      there.reasons.some((text) => reason.test(text)),
      `${name}: ${there.reasons}`,
    );
  }
});

Deno.test("another version of a package in deno.lock is another key", async () => {
  await using toys = toyProject(FILE);
  const project = findProject({ program: ROOT, project: toys.folder });
  const file = `${toys.folder}/a.yaml`;
  const opened = await openPipeline(
    { file },
    project,
  );
  const lock = JSON.parse(
    Deno.readTextFileSync(project.config.replace("deno.json", "deno.lock")),
  );
  const keyWith = async (changed: typeof lock) => {
    const code = codeReader({
      nameOf: (path) => path,
      roots: [project.folder, project.program],
      imports: readImportMap(project.config),
      lock: changed,
      emit: opened.folders.emit,
    });
    const [instance] = opened.pipeline.instances;
    return (await actionOf(instance!, () => "", { ...opened, code })).key;
  };
  const zod = Object.keys(lock.npm).find((name) => name.startsWith("zod@"))!;
  const other = structuredClone(lock);
  other.npm[zod].integrity = "sha512-another";
  const unused = structuredClone(lock);
  unused.npm["ajv@8.17.1"].integrity = "sha512-another";
  assertEquals(await keyWith(lock), await keyWith(structuredClone(lock)));
  assertNotEquals(await keyWith(other), await keyWith(lock));
  assertEquals(await keyWith(unused), await keyWith(lock));
});

Deno.test("the code of a toolchain.ts beside the stage stays out of the key, its identity does not", async () => {
  await using toys = toyProject(FILE);
  const prepared = `${toys.folder}/prepared.txt`;
  const module = (version: string, comment = "") =>
    `${comment}export const toolchain = {
  name: "toy",
  identify: () => Promise.resolve({ version: "${version}" }),
  prepare: () => {
    Deno.writeTextFileSync(${JSON.stringify(prepared)}, "x");
    return Promise.resolve({ env: {}, read: [], ffi: [] });
  },
};
`;
  toys.write("stages/number/toolchain.ts", module("1"));
  assertMatch((await toys.run("run", "a.yaml")).out, /ran 1, cached 0/);
  assertEquals(Deno.readTextFileSync(prepared), "x");
  toys.write(
    "stages/number/toolchain.ts",
    module("1", "export const more = 1;\n"),
  );
  assertMatch((await toys.run("plan", "a.yaml")).out, /run 0, .*cached 1/);
  toys.write("stages/number/toolchain.ts", module("2"));
  assertMatch(
    (await toys.run("plan", "a.yaml")).out,
    /number +toolchain: version 1 -> 2\n/,
  );
  const stage = toys.read("stages/number/stage.ts");
  toys.write(
    "stages/number/stage.ts",
    stage.replace("inputs: {}", "toolchain: {} as never, inputs: {}"),
  );
  const both = await toys.run("plan", "a.yaml");
  assertEquals(both.code, 2);
  assertMatch(both.err, /found toolchain\.ts beside stage\.ts and another/);
});

Deno.test("what a stage needs is prepared while the stages run that it waits for, and what fails then fails the stage that needs it", async () => {
  await using toys = toyProject(`name: tools
stages:
  number: { use: number, with: { value: 3 } }
  square: { use: square, needs: { number: number } }
`);
  const waits = `${toys.folder}/waits`;
  const works = (prepare: string) =>
    `export const toolchain = {
  name: "toy",
  identify: () => Promise.resolve({}),
  prepare: async () => { ${prepare} },
};
`;
  // The first stage ends only when the toolchain of the second is prepared.
  toys.write(
    "stages/square/toolchain.ts",
    works(
      `Deno.writeTextFileSync(${
        JSON.stringify(waits)
      }, ""); return { env: {}, read: [], ffi: [] };`,
    ),
  );
  const stage = toys.read("stages/number/stage.ts");
  toys.write(
    "stages/number/stage.ts",
    stage.replace(
      'permissions: { env: ["TOY"] }',
      `permissions: { read: [${JSON.stringify(toys.folder)}] }`,
    ).replace(
      "await Deno.writeTextFile(output",
      `const names = async () => (await Array.fromAsync(Deno.readDir(${
        JSON.stringify(toys.folder)
      }))).map(({ name }) => name);
    for (const late = performance.now() + 20_000; !(await names()).includes("waits");) {
      if (performance.now() > late) throw new Error("nothing was prepared");
      await new Promise((go) => setTimeout(go, 20));
    }
    await Deno.writeTextFile(output`,
    ),
  );
  const first = await toys.run("run", "a.yaml");
  assertMatch(first.out, /ran 2, cached 0/, first.err);

  toys.write("stages/square/toolchain.ts", works(`throw new Error("no net");`));
  toys.write("a.yaml", toys.read("a.yaml").replace("3", "4"));
  const failed = await toys.run("run", "a.yaml");
  assertEquals(failed.code, 1);
  assertMatch(failed.out, /\[1\/2\] number /);
  assertMatch(failed.out, /failed square .*no net/);
});
