import { assertEquals, assertLess, assertStringIncludes } from "@std/assert";
import { runSteps } from "./run_steps.ts";

Deno.test("a step that fails, hangs or prints nonsense is recorded, and the others go on", async () => {
  const names: string[] = [];
  const shell = (text: string) => ["sh", "-c", text];
  let time = 100;
  const records = await runSteps([
    {
      name: "bad",
      command: shell("echo 1; echo why >&2; exit 3"),
      limit: 9,
      read: JSON.parse,
    },
    { name: "stuck", command: shell("sleep 60 & wait"), limit: 1 },
    {
      name: "nonsense",
      command: shell("echo words"),
      limit: 9,
      read: JSON.parse,
    },
    {
      name: "good",
      command: shell('echo "{\\"a\\": \\"$B\\"}"'),
      limit: 9,
      env: { B: "b" },
      read: JSON.parse,
    },
    { name: "late", command: ["true"], limit: 9 },
  ], {
    left: () => time,
    report: ({ name }) => {
      names.push(name);
      if (name === "good") time = 0;
    },
  });
  assertEquals(names, ["bad", "stuck", "nonsense", "good", "late"]);
  const [bad, stuck, nonsense, good, late] = records;
  assertEquals([bad!.ok, bad!.code], [false, 3]);
  assertEquals(bad!.trouble, "Ended with 3: 1\n\nwhy");
  assertEquals(bad!.result, 1);
  assertEquals([stuck!.ok, stuck!.timedOut], [false, true]);
  assertLess(stuck!.seconds, 10);
  assertEquals([nonsense!.ok, nonsense!.code], [false, 0]);
  assertStringIncludes(nonsense!.trouble!, "words");
  assertEquals(good!.result, { a: "b" });
  assertEquals([late!.code, late!.trouble], [null, "No time was left for it"]);
});
