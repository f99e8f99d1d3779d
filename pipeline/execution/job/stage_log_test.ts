import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { tempFolder } from "../../../test/support/temp_folder.ts";
import { openLog } from "./stage_log.ts";

function logged(limit: number, lines: readonly string[]): string {
  using folder = tempFolder();
  const path = `${folder.path}/logs/k.log`;
  {
    using log = openLog(path, limit);
    lines.forEach((line) => log.write(line));
  }
  assertEquals([...Deno.readDirSync(`${folder.path}/logs`)].length, 1);
  return Deno.readTextFileSync(path);
}

Deno.test("openLog() keeps all of a small log", () => {
  assertEquals(logged(100, ["a", "b"]), "a\nb\n");
});

Deno.test("openLog() keeps the beginning and the end of a large log, and says that it does", () => {
  for (const width of [7, 64, 501, 5000]) {
    const lines = Array.from(
      { length: 300 },
      (_, i) => String(i).padEnd(width, "."),
    );
    const text = logged(1000, lines);
    const whole = lines.map((line) => `${line}\n`).join("");
    assertStringIncludes(text, "this log keeps 1 kB");
    assertEquals(text.slice(0, 500), whole.slice(0, 500));
    assertEquals(text.slice(-500), whole.slice(-500));
    assert(text.length < 1200);
  }
});

Deno.test("openLog() removes the end of a large log whose run was killed", () => {
  using folder = tempFolder();
  const path = `${folder.path}/k.log`;
  Deno.writeTextFileSync(`${path}.end`, "old");
  {
    using log = openLog(path, 100);
    log.write("a");
  }
  assertEquals([...Deno.readDirSync(folder.path)].length, 1);
});

Deno.test("openLog() stops nothing where it cannot write", () => {
  using folder = tempFolder();
  Deno.writeTextFileSync(`${folder.path}/logs`, "a file in the way");
  using log = openLog(`${folder.path}/logs/k.log`, 100);
  log.write("a");
});
