import { assertEquals } from "@std/assert";
import { commandHere } from "../../../test/support/command_here.ts";
import { ROOT } from "../../../test/support/root.ts";
import { tempFolder } from "../../../test/support/temp_folder.ts";
import { runCommandLine } from "./command_line.ts";

Deno.test("on Windows every command is refused in one line that names WSL", async () => {
  const lines: unknown[] = [];
  const { error } = console;
  console.error = (line: unknown) => lines.push(line);
  try {
    assertEquals(await runCommandLine(["--version"], ROOT, "windows"), 2);
  } finally {
    console.error = error;
  }
  assertEquals(lines, [
    "Expected Linux or macOS but found Windows: run sdarts in WSL (`wsl --install`), which is Linux",
  ]);
});

Deno.test("an error that names its place keeps its words and exit code, even where it tells of a full disk", async () => {
  using folder = tempFolder();
  const text = "name: full\nstages:\n  a: { use: ./full.ts }\n";
  Deno.writeTextFileSync(`${folder.path}/a.yaml`, text);
  Deno.writeTextFileSync(
    `${folder.path}/full.ts`,
    `throw new Error("No space left on device (os error 28)");\n`,
  );
  const { code, err } = await commandHere(["plan", "a.yaml"], folder.path);
  assertEquals([code, err], [
    2,
    "a.yaml:3:13: Cannot load stage ./full.ts: No space left on device (os error 28)\n",
  ]);
});
