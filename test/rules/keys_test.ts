// Keys of stages hash the code that decides a result, not the code that only fetches its inputs.
import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import { codeReader } from "../../pipeline/cache/key/code_digest.ts";
import { readImportMap } from "../../pipeline/cache/key/resolve_specifier.ts";
import { isFile } from "../../pipeline/base/read_files.ts";
import { ROOT } from "../support/root.ts";
import { EMITTED } from "../support/pipeline/warm_cache.ts";

/** Names of the modules in the key of each stage. */
async function keyedModules(): Promise<[stage: string, modules: string[]][]> {
  const code = codeReader({
    nameOf: (path) => path.slice(join(ROOT, "/").length),
    roots: [ROOT],
    imports: readImportMap(join(ROOT, "deno.json")),
    lock: JSON.parse(await Deno.readTextFile(join(ROOT, "deno.lock"))),
    emit: EMITTED,
  });
  const stages = [...Deno.readDirSync(join(ROOT, "stages"))]
    .map(({ name }) => name).filter((name) => !name.startsWith("_"));
  return await Promise.all(
    stages.map(async (stage): Promise<[string, string[]]> => {
      const { modules } = await code(join(ROOT, "stages", stage, "stage.ts"));
      return [stage, Object.keys(modules)];
    }),
  );
}

const keyed = await keyedModules();

Deno.test("the code of no stage's key names engine/install/ or a toolchain", () => {
  const wrong = keyed.flatMap(([stage, names]) => {
    assert(names.includes(`stages/${stage}/run.ts`), stage);
    return names.filter((name) =>
      name.startsWith("engine/install/") ||
      /\/(toolchain|estimate)\.ts$/.test(name)
    ).map((name) => `${stage}: ${name}`);
  });
  assertEquals(wrong, []);
});

Deno.test("the stages that open the engine, and no others, have a toolchain", () => {
  const opening = keyed.filter(([, names]) =>
    names.includes("stages/_training/open_stage_engine.ts")
  ).map(([stage]) => stage);
  const equipped = keyed.map(([stage]) => stage).filter((stage) =>
    isFile(join(ROOT, "stages", stage, "toolchain.ts"))
  );
  assertEquals(opening, equipped);
  assert(opening.includes("search"));
});
