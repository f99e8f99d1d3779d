import { assertEquals, assertGreater } from "@std/assert";
import { fakeVenv } from "../../../test/support/pipeline/fake_venv.ts";
import { tempFolder } from "../../../test/support/temp_folder.ts";
import { environmentReader } from "./python_environment.ts";

const HOUR = 3_600_000;

Deno.test("environmentReader() reads no record and no binary again that did not change", async () => {
  using venv = fakeVenv();
  using memory = tempFolder();
  venv.install("numpy", "1.26.0");
  venv.install("pip", "24.0");
  const read = async (lock?: string) => {
    const { readTextFileSync, openSync } = Deno;
    const paths: string[] = [];
    const outside = (path: string) => !path.startsWith(memory.path);
    Deno.readTextFileSync = (path) => {
      if (/RECORD$/.test(String(path))) paths.push(String(path));
      return readTextFileSync(path);
    };
    Deno.openSync = (path, options) => {
      // the first line of a script is looked at each time
      if (options === undefined && outside(String(path))) {
        paths.push(String(path));
      }
      return openSync(path, options);
    };
    try {
      const environmentOf = environmentReader("", {
        folder: memory.path,
        now: () => Date.now() + HOUR,
      });
      const program = { name: "python", path: venv.python };
      const files = { base: "/", code: [], program };
      const environment = await environmentOf(
        lock === undefined ? files : { ...files, lock },
      );
      return { environment, read: paths.length };
    } finally {
      Object.assign(Deno, { readTextFileSync, openSync });
    }
  };
  const first = await read();
  assertEquals(Object.keys(first.environment), ["python", "numpy", "pip"]);
  const again = await read();
  assertEquals(again.environment, first.environment);
  // the look for a first line `#!`, and nothing else
  assertEquals(again.read, 1);
  assertGreater(first.read, 3);
  venv.install("numpy", "2.0.1");
  assertEquals((await read()).read, 2);
  assertEquals(Object.keys((await read("lock")).environment), ["python"]);
});
