import { assert, assertEquals } from "@std/assert";
import { commandProject, shell } from "../support/pipeline/command_project.ts";
import { until } from "../support/pipeline/until.ts";
import { exists } from "../../pipeline/base/read_files.ts";

const SLOW = shell(
  "slow",
  "echo part > k.txt; sleep 2; echo done >> k.txt",
  "outputs: { k: k.txt }\npublish: true",
);

for (const whom of ["the scheduler", "the stage", "the whole process group"]) {
  Deno.test(`kill -9 of ${whom} in mid stage never yields a hit, and the next plain run works`, async () => {
    await using project = commandProject(SLOW);
    const child = project.start("run", "a.yaml");
    const work = () => {
      try {
        return [...Deno.readDirSync(`${project.folder}/.sdarts/work`)][0]?.name;
      } catch {
        return undefined;
      }
    };
    await until(() => {
      const key = work();
      return key !== undefined &&
        exists(`${project.folder}/.sdarts/work/${key}/out/k.txt`);
    });
    const lock = JSON.parse(
      project.read(`.sdarts/locks/${work()}.stage`),
    ) as { pid: number };
    if (whom !== "the stage") Deno.kill(child.pid, "SIGKILL");
    if (whom !== "the scheduler") Deno.kill(-lock.pid, "SIGKILL");
    const { code } = await child.output();
    assert(code !== 0);
    assertEquals(project.executed(), []);
    assert(!exists(`${project.folder}/results/case/k.txt`));
    await project.expect(0, "run", "a.yaml");
    assertEquals(project.executed(), ["slow"]);
    assertEquals(project.read("results/case/k.txt"), "part\ndone\n");
    await project.expect(0, "verify");
  });
}
