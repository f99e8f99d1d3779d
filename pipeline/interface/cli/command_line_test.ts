import { assertEquals } from "@std/assert";
import { ROOT } from "../../../test/support/root.ts";
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
