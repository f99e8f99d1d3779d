// Runs the tests of many files in one place: a file by itself loads all modules that it needs anew, which takes Deno
// longer than most files' tests take.
import { join } from "node:path";
import { ROOT } from "./root.ts";

/** Processes of `deno task test` that run tests together, and the folders whose tests each of them runs. */
export const TOGETHER: Readonly<Record<string, readonly string[]>> = {
  engine: ["pipeline", "test/pipeline"],
  faults: ["test/faults"],
  method: ["bench", "common", "compat", "datasets", "engine", "nas"].concat(
    ["stages", "test/support"],
  ),
  numbers: ["test/method", "test/numerics"],
  runs: ["test/rules", "test/runs"],
};

/**
 * Files with a tensor engine of another kind than `testEngine()` opens for all others, of which there can be one in a
 * place: each has a module of its name in `test/together/`.
 */
export const ALONE: readonly string[] = [
  "engine/compile/on_device_test.ts",
  "test/method/divided_training_test.ts",
  "test/method/fresh_process_test.ts",
  "test/numerics/golden_devices_test.ts",
];

/** Every test file below a folder of the repository but those in `ALONE`, as paths from its root, in order. */
export function testFiles(folder: string): string[] {
  const entries = [...Deno.readDirSync(join(ROOT, folder))]
    .toSorted((a, b) => a.name < b.name ? -1 : 1);
  return entries.flatMap(({ name, isDirectory }) => {
    const path = join(folder, name);
    if (isDirectory) return testFiles(path);
    return name.endsWith("_test.ts") && !ALONE.includes(path) ? [path] : [];
  });
}

/** Registers the tests of all files of a process of `deno task test`, one file after the other. */
export async function runTogether(group: string): Promise<void> {
  const paths = TOGETHER[group]!.flatMap(testFiles);
  for (const path of paths) await import(join(ROOT, path));
}
