import { assert, assertEquals, assertNotEquals } from "@std/assert";
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
  const project = findProject({ project: toys.folder }, () => undefined);
  const file = `${toys.folder}/a.yaml`;
  await fillCache(file, project);
  const opened = await openPipeline(
    { words: [file], flags: {} },
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
  const project = findProject({ project: toys.folder }, () => undefined);
  const file = `${toys.folder}/a.yaml`;
  const opened = await openPipeline(
    { words: [file], flags: {} },
    project,
  );
  const lock = JSON.parse(
    Deno.readTextFileSync(project.config.replace("deno.json", "deno.lock")),
  );
  const keyWith = async (changed: typeof lock) => {
    const code = codeReader({
      nameOf: (path) => path,
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
