import { assertEquals, assertStringIncludes } from "@std/assert";
import { exists } from "../../pipeline/base/read_files.ts";
import { ROOT } from "../support/root.ts";
import { toyProject } from "../support/pipeline/toy_project.ts";

const PIPELINE =
  "name: t\nstages: { num: { use: number, with: { value: 1 } } }\n";

/** Runs `deno task pipeline` in a folder. */
async function task(folder: string, ...args: string[]) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", "--config", `${ROOT}/deno.json`, "pipeline"]
      .concat(args),
    cwd: folder,
    clearEnv: true,
    env: {
      ...Object.fromEntries(
        Object.entries(Deno.env.toObject()).filter(([name]) =>
          !["INIT_CWD", "SDARTS_CACHE"].includes(name)
        ),
      ),
      NO_COLOR: "1",
    },
  }).output();
  const text = new TextDecoder();
  return { code, out: text.decode(stdout) + text.decode(stderr) };
}

Deno.test("paths of a task count from where the user stands: the file, the project, the target", async () => {
  await using project = toyProject(PIPELINE);
  project.write("below/b.yaml", PIPELINE);
  const below = `${project.folder}/below`;
  const first = await task(below, "run", "b.yaml", "--project", "..");
  assertEquals(first.code, 0, first.out);
  assertStringIncludes(first.out, "ran 1, cached 0");
  const words = ["checkout", "num", "--to", "here", "--project", ".."];
  assertEquals((await task(below, ...words)).code, 0);
  assertEquals(exists(`${below}/here/number`), true);
  const missing = await task(below, "plan", "a.yaml", "--project", "..");
  assertEquals(missing.code, 2);
  assertStringIncludes(missing.out, "a.yaml not found");
});

Deno.test("INIT_CWD of another task changes nothing for a program that was started elsewhere", async () => {
  await using project = toyProject(PIPELINE, { INIT_CWD: "/" });
  assertEquals((await project.run("plan", "a.yaml")).code, 0);
});
