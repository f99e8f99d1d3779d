import { assertEquals, assertStringIncludes } from "@std/assert";
import { commandProject, shell } from "../support/pipeline/command_project.ts";
import { exists } from "../../pipeline/base/read_files.ts";

const THREE = shell(
  "make",
  "echo one > a; echo two > b; mkdir c; echo three > c/x",
  "outputs: { a: a, b: b, c: c }\npublish: true",
) +
  shell(
    "use",
    "cat ${input.a} > d",
    "needs: { a: make.a }\noutputs: { d: d }\npublish: true",
  );

function blobs(folder: string): string[] {
  const root = `${folder}/.sdarts/cas/sha256`;
  return [...Deno.readDirSync(root)].flatMap(({ name }) =>
    [...Deno.readDirSync(`${root}/${name}`)].map((file) =>
      `${root}/${name}/${file.name}`
    )
  );
}

function blobOf(folder: string, text: string): string {
  return blobs(folder).find((path) => Deno.readTextFileSync(path) === text)!;
}

Deno.test("a record without its blob is a miss, in plan and run", async () => {
  await using project = commandProject(THREE);
  await project.expect(0, "run", "a.yaml");
  await Deno.remove(blobOf(project.folder, "two\n"));
  assertStringIncludes(await project.expect(0, "plan", "a.yaml"), "missing");
  project.forget();
  await project.expect(0, "run", "a.yaml");
  assertEquals(project.executed(), ["make"]);
  await project.expect(0, "verify");
});

Deno.test("deleted and altered outputs of the workspace are restored from the cache, and never read", async () => {
  await using project = commandProject(THREE);
  await project.expect(0, "run", "a.yaml");
  await Deno.remove(`${project.folder}/results/case/b`);
  await Deno.writeTextFile(`${project.folder}/results/case/a`, "one\n!");
  await Deno.writeTextFile(`${project.folder}/results/case/c/more`, "");
  project.forget();
  await project.expect(0, "run", "a.yaml");
  assertEquals(project.executed(), []);
  assertEquals(project.read("results/case/a"), "one\n");
  assertEquals(project.read("results/case/b"), "two\n");
  // What a run did not write is the user's.
  assertEquals(exists(`${project.folder}/results/case/c/more`), true);
  assertEquals(project.read("results/case/a.edited"), "one\n!");
  assertEquals(project.read("results/case/d"), "one\n");
});

Deno.test("a flipped bit is named by verify, and what needs the blob has it made again", async () => {
  await using project = commandProject(THREE);
  await project.expect(0, "run", "a.yaml");
  const path = blobOf(project.folder, "one\n");
  await Deno.chmod(path, 0o644);
  await Deno.writeTextFile(path, "onf\n");
  const found = await project.expect(4, "verify");
  assertStringIncludes(found, path.split("/").at(-1)!);
  assertStringIncludes(found, "output a of make");
  // As if nobody had asked: verify moved it to the quarantine.
  await Deno.writeTextFile(path, "onf\n");
  // The dependent stage runs again under another parameter and must not read the wrong byte.
  project.write(
    "a.yaml",
    project.read("a.yaml").replace(
      "cat ${input.a} > d",
      "cat ${input.a} > d; :",
    ),
  );
  project.forget();
  assertStringIncludes(
    await project.expect(0, "run", "a.yaml"),
    "moved to the quarantine",
  );
  assertEquals(project.executed(), ["make", "use"]);
  assertEquals(project.read("results/case/d"), "one\n");
  await project.expect(0, "verify");
});
