import { assertEquals, assertStringIncludes } from "@std/assert";
import { relative } from "node:path";
import { ROOT } from "../support/root.ts";
import { toyProject } from "../support/pipeline/toy_project.ts";

const PIPELINE =
  "name: t\nstages: { num: { use: number, with: { value: 1 } } }\n";

/** Plans in a folder of the repository by `deno task pipeline`. */
async function plan(folder: string, ...args: string[]) {
  const { INIT_CWD: _, ...env } = Deno.env.toObject();
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", "pipeline", "plan", ...args],
    cwd: `${ROOT}/${folder}`,
    clearEnv: true,
    env: { ...env, NO_COLOR: "1" },
  }).output();
  const text = new TextDecoder();
  return { code, out: text.decode(stdout) + text.decode(stderr) };
}

Deno.test("paths of a task count from the folder below the project in which the user stands", async () => {
  await using project = toyProject(PIPELINE);
  const named = await plan("experiments", "quickstart.yaml");
  assertEquals(named.code, 0, named.out);
  const away = relative(`${ROOT}/experiments`, project.folder);
  const toy = await plan("experiments", `${away}/a.yaml`, "--project", away);
  assertEquals(toy.code, 0, toy.out);
  assertStringIncludes(toy.out, "num");
  const missing = await plan("experiments", "experiments/quickstart.yaml");
  assertEquals(missing.code, 2);
  assertStringIncludes(missing.out, "experiments/quickstart.yaml not found");
});

Deno.test({
  name:
    "paths of a task count from the folder of the user outside of the program, whatever task is around it",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    await using project = toyProject(PIPELINE);
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["task", "--quiet", "--config", `${ROOT}/deno.json`, "pipeline"]
        .concat("plan", "../a.yaml"),
      // The project is the folder above, which has .sdarts/.
      cwd: `${project.folder}/stages`,
      env: { NO_COLOR: "1", INIT_CWD: "/" },
    }).output();
    const text = new TextDecoder();
    assertEquals(code, 0, text.decode(stdout) + text.decode(stderr));
  },
});

Deno.test("INIT_CWD of another task changes nothing for a program that was started elsewhere", async () => {
  await using project = toyProject(PIPELINE, { INIT_CWD: "/" });
  assertEquals((await project.run("plan", "a.yaml")).code, 0);
});
