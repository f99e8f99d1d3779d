import { assertEquals, assertMatch } from "@std/assert";
import { commandProject, shell } from "./command_project.ts";

/** A disk of two megabytes; `undefined` where this process may not mount one. */
async function smallDisk(): Promise<
  AsyncDisposable & { path: string } | undefined
> {
  const path = await Deno.makeTempDir();
  const mount = await new Deno.Command("mount", {
    args: ["-t", "tmpfs", "-o", "size=2m", "tmpfs", path],
    stderr: "null",
  }).output().catch(() => undefined);
  if (mount?.success !== true) {
    await Deno.remove(path);
    return undefined;
  }
  return {
    path,
    [Symbol.asyncDispose]: async () => {
      await new Deno.Command("umount", { args: ["-l", path] }).output();
      await Deno.remove(path);
    },
  };
}

Deno.test("case 11: a full disk ends with one line that names the file, and nothing is lost", async (t) => {
  await using disk = await smallDisk();
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
  const cache = ["--cache", `${disk.path}/cache`];
  const out = await project.expect(1, "run", "a.yaml", "-k", ...cache);
  assertMatch(out, /failed big .*(ENOSPC|[Nn]o space left)/);
  assertEquals(project.read("results/case/o"), "x\n");
  await project.expect(0, "verify", ...cache);
  project.write("a.yaml", project.read("a.yaml").replace("5000000", "1000"));
  await project.expect(0, "run", "a.yaml", ...cache);
  assertEquals([...Deno.readDirSync(`${disk.path}/cache/tmp`)], []);
  assertEquals([...Deno.readDirSync(`${disk.path}/cache/work`)], []);
  await project.expect(0, "run", "a.yaml", "--no-wait", ...cache);
});
