import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { frameworkBeside, isLibraryName } from "./framework_beside.ts";
import { tempFolder } from "../../test/support/temp_folder.ts";

Deno.test("isLibraryName() knows the names under which libtensorflow is shipped", () => {
  const good = [
    "libtensorflow_cc.so.2",
    "libtensorflow.so.2",
    "libtensorflow.so",
    "libtensorflow.so.2.18.0",
    "libtensorflow_cc.2.dylib",
  ];
  const bad = [
    "libtensorflow_framework.so.2",
    "libm.so.6",
    "libtensorflow_cc.so.2.whl",
    "xlibtensorflow.so.2",
  ];
  assertEquals(
    good.map((name) => isLibraryName(`/a/${name}`)),
    good.map(() => true),
  );
  assertEquals(
    bad.map((name) => isLibraryName(`/a/${name}`)),
    bad.map(() => false),
  );
});

Deno.test("frameworkBeside() prefers the same suffix", async () => {
  using folder = tempFolder();
  const library = join(folder.path, "libtensorflow.so.2.18.0");
  assertEquals(await frameworkBeside(library), undefined);
  await Deno.writeTextFile(
    join(folder.path, "libtensorflow_framework.so.2"),
    "",
  );
  assertEquals(
    await frameworkBeside(library),
    join(folder.path, "libtensorflow_framework.so.2"),
  );
  await Deno.writeTextFile(
    join(folder.path, "libtensorflow_framework.so.2.18.0"),
    "",
  );
  assertEquals(
    await frameworkBeside(library),
    join(folder.path, "libtensorflow_framework.so.2.18.0"),
  );
});
