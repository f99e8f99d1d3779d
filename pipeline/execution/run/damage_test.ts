import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { fileNames } from "../../base/read_files.ts";
import {
  type ToyProject,
  toyProject,
} from "../../../test/support/pipeline/toy_project.ts";

const TWO = `name: toy
stages:
  num: { use: number, with: { value: 5 } }
  sq: { use: square, needs: { number: num } }
`;

/** Path of the blob that holds a text. */
function blobOf(project: ToyProject, text: string): string {
  const root = `${project.folder}/.sdarts/cas/sha256`;
  for (const folder of Deno.readDirSync(root)) {
    for (const blob of Deno.readDirSync(`${root}/${folder.name}`)) {
      const path = `${root}/${folder.name}/${blob.name}`;
      if (Deno.readTextFileSync(path) === text) return path;
    }
  }
  throw new Error(`Expected a blob of ${text} but found none`);
}

/** Writes into a blob as a broken disk would. */
function damage(path: string, text: string): void {
  Deno.chmodSync(path, 0o644);
  Deno.writeTextFileSync(path, text);
  Deno.chmodSync(path, 0o444);
}

Deno.test("a missing blob is a miss with its reason, never a hit", async () => {
  await using project = toyProject(TWO);
  await project.run("run", "a.yaml");
  project.forget();
  Deno.removeSync(blobOf(project, "5"));
  assertMatch(
    (await project.run("plan", "a.yaml")).out,
    /run +num +blob sha256:[0-9a-f]{64} missing\nwait +sq +waits for num\n/,
  );
  const run = await project.run("run", "a.yaml");
  assertMatch(run.out, /ran 1, cached 1, failed 0/);
  assertEquals(project.ran(), ["num"]);
  blobOf(project, "5");
});

Deno.test("a blob of another size is a miss", async () => {
  await using project = toyProject(TWO);
  await project.run("run", "a.yaml");
  damage(blobOf(project, "5"), "55");
  assertMatch(
    (await project.run("run", "a.yaml")).out,
    /ran 1, cached 1, failed 0/,
  );
  assertEquals((await project.run("verify")).code, 0);
});

Deno.test("a flipped byte: verify ends with 4, and a run that needs it makes it again", async () => {
  await using project = toyProject(TWO);
  await project.run("run", "a.yaml");
  damage(blobOf(project, "5"), "6");
  const verify = await project.run("verify");
  assertEquals(verify.code, 4);
  assertMatch(
    verify.out,
    /^damaged: blob sha256:[0-9a-f]{64}, output number of num, action [0-9a-f]{64}\nchecked 2 blobs of 2 actions, 1 damaged: a run that needs them makes them again\n$/,
  );
  project.write(
    "a.yaml",
    TWO.replace(
      "  sq:",
      '  cube: { use: total, needs: { numbers: "num[*]" } }\n  sq:',
    ),
  );
  const repaired = await project.run("run", "a.yaml");
  assertEquals(repaired.code, 0);
  assertMatch(repaired.out, /ran 2, cached 1, failed 0/);
  assertEquals((await project.run("verify", "--json")).code, 0);
});

Deno.test("a damaged action record is a miss", async () => {
  await using project = toyProject(TWO);
  await project.run("run", "a.yaml");
  for (const { name } of Deno.readDirSync(`${project.folder}/.sdarts/ac`)) {
    project.write(`.sdarts/ac/${name}`, "{");
  }
  assertStringIncludes(
    (await project.run("plan", "a.yaml")).out,
    "num  action record damaged",
  );
  assertMatch(
    (await project.run("run", "a.yaml")).out,
    /ran 2, cached 0, failed 0/,
  );
});

Deno.test("a flipped bit in any memory of code costs nothing: all is still cached", async () => {
  await using project = toyProject(TWO);
  const emit = `${project.folder}/.sdarts/emit`;
  // A memory of its own in place of the one that tests share.
  Deno.removeSync(emit);
  await project.run("run", "a.yaml");
  const names = fileNames(emit);
  for (const part of [/"imports"/, /"digest": "./]) {
    for (const name of names) {
      const text = Deno.readTextFileSync(`${emit}/${name}`);
      const at = text.search(part) + 3;
      const flipped = String.fromCharCode(text.charCodeAt(at) ^ 1);
      damage(
        `${emit}/${name}`,
        text.slice(0, at) + flipped + text.slice(at + 1),
      );
    }
    const { code, out, err } = await project.run("run", "a.yaml");
    assertEquals(code, 0, err);
    assertMatch(out, /^ran 0, cached 2 in /m);
  }
});
