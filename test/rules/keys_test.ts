// Keys of stages hash the code that decides a result, not the code that only fetches its inputs.
import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import { codeReader } from "../../pipeline/cache/key/code_digest.ts";
import { readImportMap } from "../../pipeline/cache/key/resolve_specifier.ts";
import { ROOT } from "../support/root.ts";
import { EMITTED } from "../support/pipeline/warm_cache.ts";

Deno.test("the code of no stage's key names engine/install/ or a toolchain", async () => {
  const code = codeReader({
    nameOf: (path) => path.slice(join(ROOT, "/").length),
    imports: readImportMap(join(ROOT, "deno.json")),
    lock: JSON.parse(await Deno.readTextFile(join(ROOT, "deno.lock"))),
    emit: EMITTED,
  });
  const stages = [...Deno.readDirSync(join(ROOT, "stages"))]
    .map(({ name }) => name).filter((name) => !name.startsWith("_"));
  const wrong: string[] = [];
  for (const stage of stages) {
    const path = join(ROOT, "stages", stage, "stage.ts");
    const names = Object.keys((await code(path)).modules);
    assert(names.includes(`stages/${stage}/run.ts`), stage);
    wrong.push(
      ...names.filter((name) =>
        name.startsWith("engine/install/") ||
        /\/(toolchain|estimate)\.ts$/.test(name)
      ).map((name) => `${stage}: ${name}`),
    );
  }
  assertEquals(wrong, []);
});
