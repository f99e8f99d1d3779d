import { assertEquals, assertGreaterOrEqual, assertRejects } from "@std/assert";
import { timeCommand } from "./time_command.ts";

Deno.test("timeCommand() gives output and times, also of what the command starts", async () => {
  const cwd = Deno.cwd();
  const { out, wall } = await timeCommand(
    ["bash", "-c", "echo $WORD; sleep 0.1"],
    { cwd, env: { WORD: "spoken" } },
  );
  assertEquals(out, "spoken\n");
  assertGreaterOrEqual(wall, 0.1);
  const busy = [
    "bash",
    "-c",
    "bash -c 'for ((i=0; i<100000; i++)); do :; done'",
  ];
  assertGreaterOrEqual((await timeCommand(busy, { cwd })).cpu, 0.02);
});

Deno.test("timeCommand() says why a command failed", async () => {
  await assertRejects(
    () =>
      timeCommand(["bash", "-c", "echo bad luck >&2; exit 3"], { cwd: "/" }),
    Error,
    "to succeed but found: bad luck",
  );
});
