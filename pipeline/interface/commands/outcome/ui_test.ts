import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { processLine } from "../../../../test/support/pipeline/process_line.ts";
import { toyProject } from "../../../../test/support/pipeline/toy_project.ts";

Deno.test("ui serves on loopback until SIGTERM, and rejects a wrong file and a port in use", async () => {
  await using project = toyProject(
    "name: one\nstages:\n  number: { use: number, with: { value: 1 } }\n",
  );
  const ui = project.start("ui", "a.yaml", "--port", "0");
  const url = await processLine(ui);
  assertMatch(url, /^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{32}$/);
  const page = await fetch(url);
  assertEquals(page.status, 200);
  assertStringIncludes(await page.text(), '<script type="module"');
  const unknown = await fetch(new URL("/", url));
  assertEquals(unknown.status, 401);
  await unknown.body?.cancel();

  project.write("b.yaml", "name: one\nstages:\n  number: { use: nmuber }\n");
  const { port } = new URL(url);
  const [taken, wrong] = await Promise.all([
    project.run("ui", "a.yaml", "--port", port),
    project.run("ui", "b.yaml"),
  ]);
  assertEquals(taken.code, 2);
  assertStringIncludes(
    taken.err,
    `Port ${port} is in use`,
  );
  assertEquals(wrong.code, 2);
  assertMatch(wrong.err, /^b\.yaml:3:\d+: .*did you mean number\?/);

  ui.kill("SIGTERM");
  assertEquals((await ui.status).code, 143);
  await Promise.all([ui.stdout.cancel(), ui.stderr.cancel()]);
});
