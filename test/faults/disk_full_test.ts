import { assertEquals, assertMatch } from "@std/assert";
import { commandProject, shell } from "../support/pipeline/command_project.ts";
import { tempFolder } from "../support/temp_folder.ts";
import { smallDisk } from "../support/pipeline/small_disk.ts";

Deno.test("a full disk ends with one line that names the file, and nothing is lost", async (t) => {
  using folder = tempFolder();
  await using disk = await smallDisk(folder.path, 2);
  if (disk === undefined) {
    // Only root may mount.
    await t.step({
      name: "mounting a small disk is not allowed here",
      ignore: true,
      fn: () => {},
    });
    return;
  }
  const small = shell(
    "small",
    "echo x > o",
    "outputs: { o: o }\npublish: true",
  );
  await using project = commandProject(
    small +
      shell(
        "big",
        "head -c ${param.size} /dev/zero > o",
        "with: { size: 5000000 }\nneeds: { a: small }\noutputs: { o: o }",
      ),
  );
  const cache = ["--cache", `${folder.path}/cache`];
  const out = await project.expect(1, "run", "a.yaml", "-k", ...cache);
  assertMatch(out, /failed big .*(ENOSPC|[Nn]o space left)/);
  assertEquals(project.read("results/case/o"), "x\n");
  await project.expect(0, "verify", ...cache);
  project.write("a.yaml", project.read("a.yaml").replace("5000000", "1000"));
  await project.expect(0, "run", "a.yaml", ...cache);
  assertEquals([...Deno.readDirSync(`${folder.path}/cache/tmp`)], []);
  assertEquals([...Deno.readDirSync(`${folder.path}/cache/work`)], []);
  await project.expect(0, "run", "a.yaml", "--no-wait", ...cache);
});
