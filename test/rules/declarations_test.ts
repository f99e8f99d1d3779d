// Declarations of stages load little: `plan`, `status` and `ui` read them all, so none may load the tensor library.
import { assert, assertEquals } from "@std/assert";
import { dirname, join, normalize } from "node:path/posix";
import { ROOT } from "../support/root.ts";
import { loadedAtOnce, sourceFiles } from "./source_files.ts";

const files = new Map(
  (await sourceFiles(ROOT)).map(({ path, text }) => [path, text]),
);

/** Everything that a module loads at once: paths of files and names of packages, each with the way to it. */
function reached(entry: string): Map<string, string> {
  const ways = new Map([[entry, entry]]);
  for (const [path, way] of ways) {
    for (const specifier of loadedAtOnce(files.get(path) ?? "")) {
      const target = specifier.startsWith(".")
        ? normalize(join(dirname(path), specifier))
        : specifier;
      if (!ways.has(target)) ways.set(target, `${way} -> ${target}`);
    }
  }
  return ways;
}

const named = (name: string) =>
  [...files.keys()].filter((path) =>
    path.startsWith("stages/") && path.endsWith(`/${name}.ts`)
  );

Deno.test("no declaration of a stage loads a tensor library or the engine", () => {
  const declarations = ["stage", "params", "estimate", "facts", "note"].flatMap(
    named,
  );
  assert(declarations.length > 30, `${declarations}`);
  const wrong = declarations.flatMap((path) =>
    [...reached(path)].filter(([target]) =>
      target.startsWith("@tensorflow/") || target.startsWith("engine/")
    ).map(([, way]) => way)
  );
  assertEquals(wrong, []);
});

Deno.test("the process of a stage loads no package before the stage's own modules", () => {
  const ways = reached("pipeline/execution/job/run_stage.ts");
  assert(ways.size > 10, `${[...ways.keys()]}`);
  const packages = [...ways].filter(([target]) =>
    !files.has(target) && !target.startsWith("node:")
  ).map(([, way]) => way);
  assertEquals(packages, []);
});

Deno.test("mod.ts loads no tensor library before one of its functions is called", () => {
  const ways = reached("mod.ts");
  assert(ways.size > 30, `${[...ways.keys()]}`);
  const wrong = [...ways].filter(([target]) =>
    target.startsWith("@tensorflow/") ||
    target.startsWith("engine/") && target !== "engine/philox.ts"
  ).map(([, way]) => way);
  assertEquals(wrong, []);
});

Deno.test("the toolchain of a stage loads engine/library and engine/install alone", () => {
  const toolchains = named("toolchain");
  assert(toolchains.length > 0);
  const wrong = toolchains.flatMap((path) =>
    [...reached(path)].filter(([target]) =>
      target.startsWith("@tensorflow/") || target.startsWith("nas/") ||
      target.startsWith("engine/") &&
        !/^engine\/(library|install)\//.test(target)
    ).map(([, way]) => way)
  );
  assertEquals(wrong, []);
});
