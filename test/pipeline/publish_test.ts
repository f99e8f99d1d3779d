import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { commandProject, shell } from "../support/pipeline/command_project.ts";
import { exists, namesIn } from "../../pipeline/base/read_files.ts";
import { nameBytes } from "../../pipeline/base/file_name.ts";

/** A stage that publishes a folder with files by its parameters, and a link. */
const FOLDER = `  draw:
    use: command
    run: [sh, -c, 'mkdir -p d/sub && for f in $0; do echo "$1" > "d/$f"; done; ln -s one d/link', "\${param.files}", "\${param.text}"]
    with: { files: one sub/two, text: first }
    outputs: { d: d }
    publish: true
`;

Deno.test("files that the user puts beside published ones stay, and the folder counts as unchanged", async () => {
  await using project = commandProject(FOLDER);
  await project.expect(0, "run", "a.yaml");
  for (const path of ["notes.txt", "sub/notes.txt", "own/notes.txt"]) {
    project.write(`results/case/d/${path}`, "mine");
  }
  assertStringIncludes(
    await project.expect(0, "run", "a.yaml"),
    "kept  results/case/d",
  );
  const out = await project.expect(
    0,
    "run",
    "a.yaml",
    "--set",
    "draw.files=one",
    "--set",
    "draw.text=second",
  );
  assertStringIncludes(out, "wrote results/case/d");
  assertEquals(out.includes("warning"), false, out);
  assertEquals(project.read("results/case/d/one"), "second\n");
  for (const path of ["notes.txt", "sub/notes.txt", "own/notes.txt"]) {
    assertEquals(project.read(`results/case/d/${path}`), "mine");
  }
  assert(!exists(`${project.folder}/results/case/d/sub/two`));
});

Deno.test("published files that were edited are moved aside and named; what the program wrote is replaced", async () => {
  await using project = commandProject(FOLDER);
  const d = `${project.folder}/results/case/d`;
  await project.expect(0, "run", "a.yaml");
  project.write("results/case/d/one", "mine\n");
  Deno.removeSync(`${d}/link`);
  Deno.symlinkSync("sub", `${d}/link`);
  const out = await project.expect(0, "run", "a.yaml");
  assertStringIncludes(
    out,
    "results/case/d/one was not written by a run: it is now results/case/d/one.edited",
  );
  assertEquals(project.read("results/case/d/one"), "first\n");
  assertEquals(project.read("results/case/d/one.edited"), "mine\n");
  assertEquals(Deno.readLinkSync(`${d}/link`), "one");
  assertEquals(Deno.readLinkSync(`${d}/link.edited`), "sub");
  project.write("results/case/d/one", "mine again\n");
  await project.expect(0, "run", "a.yaml", "--set", "draw.text=second");
  assertEquals(project.read("results/case/d/one"), "second\n");
  assertEquals(project.read("results/case/d/one.edited"), "mine\n");
  assertEquals(project.read("results/case/d/one.edited-2"), "mine again\n");
});

Deno.test("a folder of the user in the place of a file is moved aside, and a link is not followed", async () => {
  await using project = commandProject(FOLDER);
  const d = `${project.folder}/results/case/d`;
  await project.expect(0, "run", "a.yaml");
  Deno.removeSync(`${d}/one`);
  project.write("results/case/d/one/notes", "mine");
  // The user's folder holds a file like the published one.
  project.write("own/two", "first\n");
  Deno.removeSync(`${d}/sub`, { recursive: true });
  Deno.symlinkSync(`${project.folder}/own`, `${d}/sub`);
  await project.expect(0, "run", "a.yaml", "--set", "draw.text=second");
  assertEquals(project.read("results/case/d/one"), "second\n");
  assertEquals(project.read("results/case/d/one.edited/notes"), "mine");
  assertEquals(project.read("results/case/d/sub/two"), "second\n");
  assertEquals(project.read("own/two"), "first\n");
  assertEquals(Deno.readLinkSync(`${d}/sub.edited`), `${project.folder}/own`);
});

Deno.test("an output that becomes a file replaces the folder, but not what the user has in it", async () => {
  await using project = commandProject(FOLDER);
  await project.expect(0, "run", "a.yaml");
  project.write(
    "a.yaml",
    project.read("a.yaml").replace(/'mkdir.*one d.link'/, `'echo $1 > d'`),
  );
  await project.expect(0, "run", "a.yaml");
  assertEquals(project.read("results/case/d"), "first\n");
  assertEquals(namesIn(`${project.folder}/results/case`), ["d"]);
});

Deno.test("long values of an axis make names that the file system accepts", async () => {
  const values = ["x", "y"].map((end) => `"${"狗".repeat(60)}${end}"`);
  await using project = commandProject(
    shell(
      "s",
      "echo $0 > o",
      "with: { v: $long }\noutputs: { o: o }\npublish: true",
    ),
    `matrix: { long: [${values}] }\n`,
  );
  await project.expect(0, "run", "a.yaml");
  const names = namesIn(`${project.folder}/results/case`);
  assertEquals(names.length, 2);
  for (const name of names) {
    assert(nameBytes(name) <= 255);
    assert(exists(`${project.folder}/results/case/${name}/o`));
  }
  assertStringIncludes(await project.expect(0, "log"), "case");
});

for (
  const [what, text, found] of [
    [
      "name",
      `name: ${"n".repeat(256)}\nstages: { s: { use: command, run: [ls] } }\n`,
      "256",
    ],
    [
      "path of output o",
      `name: long\nstages: { s: { use: command, run: [ls], outputs: { o: d/${
        "o".repeat(256)
      } } } }\n`,
      "256",
    ],
    [
      "path of output o",
      `name: long\nstages: { s: { use: command, run: [ls], outputs: { o: ${
        "d/".repeat(600)
      }o } } }\n`,
      "1201",
    ],
  ] as const
) {
  Deno.test(`the ${what} of ${found} bytes is refused with its place`, async () => {
    await using project = commandProject("");
    project.write("a.yaml", text);
    assertMatch(
      await project.expect(2, "plan", "a.yaml"),
      new RegExp(`a\\.yaml:\\d+:\\d+: Expected .*${what} .*but found ${found}`),
    );
  });
}

Deno.test("a publication that fails stops no other one, and the run is recorded", async () => {
  await using project = commandProject(
    shell("a", "echo a > a", "outputs: { a: blocked/a }\npublish: true")
      .replace(
        "echo a > a",
        "echo a > blocked/a",
      ) + shell("b", "echo b > b", "outputs: { b: b }\npublish: true"),
  );
  // A file where a folder is needed stops root, too.
  project.write("results/case/blocked", "mine");
  const out = await project.expect(1, "run", "a.yaml");
  assertStringIncludes(out, "Cannot publish results/case/blocked/a: ");
  assertStringIncludes(out, "wrote results/case/b");
  assertEquals(project.read("results/case/b"), "b\n");
  assertEquals(project.read("results/case/blocked"), "mine");
  assertStringIncludes(await project.expect(0, "log"), "case");
  assertEquals(
    namesIn(`${project.folder}/results/case`).filter((name) =>
      name.endsWith(".part")
    ),
    [],
  );
});

const TITLED = `import { z } from "zod";
import { defineStage } from ${
  JSON.stringify(import.meta.resolve("../../pipeline/stage.ts"))
};
export default defineStage({
  name: "page",
  description: "writes a page",
  params: z.strictObject({ title: z.string() }),
  inputs: { number: { kind: "number" } },
  outputs: { page: { kind: "page", path: "page.txt", provenance: true } },
  run: ({ params, output }) => Deno.writeTextFile(output("page"), params.title),
});
`;

Deno.test("provenance.json says what a published page must not depend on, anew with each new page, and leaves the user's file", async () => {
  await using project = commandProject(
    `  number: { use: number, with: { value: 3 } }
  aside: { use: number, with: { value: 4 } }
  page: { use: page, needs: { number: number }, publish: true, with: { title: A page } }
`,
  );
  project.write("stages/page/stage.ts", TITLED);
  await project.expect(0, "run", "a.yaml");
  const path = "results/case/provenance.json";
  const first = project.read(path);
  const known = JSON.parse(first);
  assertEquals(
    [known.pipeline, known.title, known.file, known.instance, known.command],
    ["case", "A page", "a.yaml", "page", "sdarts run a.yaml"],
  );
  assertEquals(Object.keys(known.seconds.instances), ["number", "page"]);
  assert(known.seconds.total > 0 && known.seconds.instances.page > 0);
  assertEquals(known.versions.deno, Deno.version.deno);
  assertMatch(known.versions.sdarts, /^\d+\.\d+\.\d+$/);
  await project.expect(0, "run", "a.yaml");
  assertEquals(project.read(path), first);
  const title = "page.title=it's http://me:word@host/new";
  await project.expect(0, "run", "a.yaml", "--set", title);
  assertEquals(
    JSON.parse(project.read(path)).command,
    "sdarts run a.yaml --set 'page.title=it'\\''s http://***@host/new'",
  );
  // As left by a run that was killed after it published the page.
  const { key } = JSON.parse(project.read(path));
  project.write(path, project.read(path).replace(key, "of another page"));
  await project.expect(0, "run", "a.yaml", "--set", title);
  assertEquals(JSON.parse(project.read(path)).key, key);
  project.write(path, "mine");
  await project.expect(0, "run", "a.yaml");
  assertEquals(project.read(path), "mine");
});
