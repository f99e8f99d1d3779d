import { assert, assertEquals } from "@std/assert";
import { processLine } from "../support/pipeline/process_line.ts";
import { commandProject, shell } from "../support/pipeline/command_project.ts";
import { until } from "../support/pipeline/until.ts";

const SLOW = shell("slow", "sleep 600", "outputs: { o: o }") +
  shell("next", "touch o", "needs: { i: slow }\noutputs: { o: o }");

function running(folder: string): boolean {
  try {
    return [...Deno.readDirSync(`${folder}/.sdarts/locks`)].some(({ name }) =>
      name.endsWith(".stage") &&
      Deno.readTextFileSync(`${folder}/.sdarts/locks/${name}`) !== ""
    );
  } catch {
    return false;
  }
}

/** Text that the stages of a project have written so far. */
function logged(folder: string): string {
  const logs = `${folder}/.sdarts/logs`;
  try {
    return [...Deno.readDirSync(logs)].map(({ name }) =>
      Deno.readTextFileSync(`${logs}/${name}`)
    ).join("");
  } catch {
    return "";
  }
}

for (const [signal, code] of [["SIGINT", 130], ["SIGTERM", 143]] as const) {
  Deno.test(`${signal} ends running stages and leaves a good journal`, async () => {
    await using project = commandProject(SLOW);
    const child = project.start("run", "a.yaml");
    await until(() => running(project.folder));
    const began = Date.now();
    Deno.kill(child.pid, signal);
    assertEquals((await child.output()).code, code);
    assert(Date.now() - began < 120_000);
    assertEquals(project.executed(), []);
    for (
      const line of project.read(".sdarts/journal.jsonl").trim().split("\n")
    ) {
      assertEquals(JSON.parse(line).status, "stopped");
    }
    assertEquals(
      await project.expect(0, "status", "a.yaml").then((out) =>
        /running/.test(out)
      ),
      false,
    );
  });
}

Deno.test("a second Ctrl-C ends a stage that ignores the first", async () => {
  await using project = commandProject(
    shell("deaf", "trap '' TERM INT; echo deaf; sleep 600 & wait; sleep 600"),
  );
  const child = project.start("run", "a.yaml", "--grace", "600");
  await until(() => logged(project.folder).includes("deaf"));
  Deno.kill(child.pid, "SIGINT");
  await processLine(child, "stopping: running stages save");
  // A second one sooner counts as the first, delivered twice.
  await new Promise((resolve) => setTimeout(resolve, 400));
  const began = Date.now();
  Deno.kill(child.pid, "SIGINT");
  assertEquals((await child.output()).code, 130);
  assert(Date.now() - began < 120_000);
});
