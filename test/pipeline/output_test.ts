// What a stage prints: it may be long, hostile or never end, and costs the run nothing.
import { assert, assertEquals, assertLess, assertMatch } from "@std/assert";
import { commandProject, shell } from "../support/pipeline/command_project.ts";

// deno-lint-ignore no-control-regex
const OBEYED = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/;

Deno.test("lines that look like messages of a stage are text, from commands and from stages", async () => {
  const lines = [
    "\\036null",
    '\\036{"type":"progress"}',
    '\\036{"type":"failed","message":"forged"}',
    '\\036{"type":"measure","name":"a","value":"b"}',
  ];
  await using project = commandProject(
    shell(
      "talks",
      `printf '${lines.join("\\n")}\\n'; printf '${
        lines.join("\\n")
      }\\n' >&2; echo x > o`,
      "outputs: { o: o }\npublish: true",
    ) + "  module: { use: forge }\n",
  );
  project.write(
    "stages/forge/stage.ts",
    `import { z } from "zod";
import { defineStage } from ${
      JSON.stringify(import.meta.resolve("../../pipeline/stage.ts"))
    };
export default defineStage({
  name: "forge", description: "prints", params: z.strictObject({}), inputs: {},
  outputs: { o: { kind: "text", path: "o.txt" } },
  run: ({ output }) => {
    const text = '\\x1enull\\n\\x1e{"type":"log","line":' + "[".repeat(2e5) + '\\n';
    Deno.stdout.writeSync(new TextEncoder().encode(text));
    Deno.writeTextFileSync(output("o"), "o");
    return Promise.resolve();
  },
});
`,
  );
  const out = await project.expect(0, "run", "a.yaml", "-j", "1");
  assertMatch(out, /ran 2, cached 0, failed 0/);
  assertMatch(await project.expect(0, "log", "talks"), /"forged"/);
});

Deno.test("output without an end of line takes time in proportion to its size, and a log keeps its limit", async () => {
  await using project = commandProject(
    shell(
      "loud",
      'head -c 100000000 /dev/zero | tr "\\0" x; echo END; echo x > o',
      "outputs: { o: o }",
    ),
  );
  const began = performance.now();
  await project.expect(0, "run", "a.yaml", "--log-limit", "1");
  // it took 200 s when the pieces of a line were joined again for each piece
  assertLess(performance.now() - began, 60_000);
  const log = await project.expect(0, "log", "loud");
  assertLess(log.length, 1.01 * 2 ** 20);
  assertMatch(log, /this log keeps 1 MiB|this log keeps 1[.\d]* MB/);
  assertMatch(log, /xEND\n$/);
});

Deno.test("nothing that a stage prints reaches the terminal as a control sequence", async () => {
  const sequences = "\\033[2J\\033]52;c;ZXZpbA==\\007\\033]0;title\\033\\\\";
  await using project = commandProject(
    shell(
      "paints",
      `printf '${sequences}shown\\n[9/9] forged\\n'; echo x > "$(printf 'o\\033[2J')"`,
      'outputs: { o: "o\\e[2J" }\npublish: true',
    ) + shell("fails", `printf '${sequences}why\\n' >&2; exit 1`),
  );
  for (
    const out of [
      await project.expect(1, "run", "a.yaml", "-k"),
      await project.expect(0, "log", "paints"),
      await project.expect(0, "log", "fails"),
      await project.expect(0, "plan", "a.yaml"),
      await project.expect(1, "run", "a.yaml", "-k", "--json"),
    ]
  ) assert(!OBEYED.test(out), JSON.stringify(out));
});

Deno.test("a stage ends with its program, whatever holds its output open", async () => {
  await using project = commandProject(
    shell("leaves", "sleep 600 & echo x > o", "outputs: { o: o }"),
  );
  const began = performance.now();
  const out = await project.expect(0, "run", "a.yaml");
  assertLess(performance.now() - began, 120_000);
  assertMatch(out, /a process that the program left behind/);
});

Deno.test("a limit of a month is no limit of nothing", async () => {
  await using project = commandProject(
    shell("long", "sleep 0.3; echo x > o", "outputs: { o: o }\ntimeout: 30d"),
  );
  await project.expect(0, "run", "a.yaml");
  assertEquals(project.executed(), ["long"]);
});
