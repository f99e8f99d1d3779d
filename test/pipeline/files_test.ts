import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { commandProject, shell } from "../support/pipeline/command_project.ts";
import { exists } from "../../pipeline/base/read_files.ts";
import { tempFolder } from "../support/temp_folder.ts";
import { COMMAND_LINE } from "../support/root.ts";

const READ = shell(
  "read",
  "cat data.txt > o",
  "code: [data.txt]\noutputs: { o: o }\npublish: true",
);

Deno.test("a time stamp is no change, and a change without one is seen", async () => {
  await using project = commandProject(READ);
  const data = `${project.folder}/data.txt`;
  project.write("data.txt", "aaaa\n");
  await project.expect(0, "run", "a.yaml");
  project.forget();
  const later = new Date(Date.now() + 60_000);
  for (const file of ["data.txt", "a.yaml", "lib/text.ts"]) {
    await Deno.utime(`${project.folder}/${file}`, later, later);
  }
  await project.expect(0, "run", "a.yaml");
  assertEquals(project.executed(), []);
  // Same size, same time stamp, another content.
  const { mtime } = await Deno.stat(data);
  project.write("data.txt", "bbbb\n");
  await Deno.utime(data, mtime!, mtime!);
  await project.expect(0, "run", "a.yaml");
  assertEquals(project.executed(), ["read"]);
  assertEquals(project.read("results/case/o"), "bbbb\n");
});

Deno.test("a copy of the project at another place runs nothing", async () => {
  await using project = commandProject(
    READ + "  number: { use: number, with: { value: 1 } }\n",
  );
  project.write("data.txt", "x");
  await project.expect(0, "run", "a.yaml");
  using copy = tempFolder();
  await new Deno.Command("cp", {
    args: ["-r", `${project.folder}/.`, copy.path],
  })
    .output();
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...COMMAND_LINE,
      "run",
      "a.yaml",
      "--project",
      copy.path,
    ],
    cwd: copy.path,
  }).output();
  assertEquals(code, 0);
  assertStringIncludes(new TextDecoder().decode(stdout), "ran 0, cached 2");
});

Deno.test("bytes are bytes: other line endings of data are another content", async () => {
  await using project = commandProject(READ);
  project.write("data.txt", "a\nb\n");
  await project.expect(0, "run", "a.yaml");
  project.write("data.txt", "a\r\nb\r\n");
  assertStringIncludes(
    await project.expect(0, "plan", "a.yaml"),
    "file: data.txt changed",
  );
  await project.expect(0, "run", "a.yaml");
  assertEquals(project.read("results/case/o"), "a\r\nb\r\n");
});

Deno.test("links, empty folders and the right to execute are kept", async () => {
  await using project = commandProject(
    shell(
      "make",
      "mkdir -p d/empty d/in; echo x > d/in/run; chmod +x d/in/run; ln -s in/run d/link; ln -s ../d/in d/in/up",
      "outputs: { d: d }\npublish: true",
    ) +
      shell(
        "use",
        "test -x ${input.d}/in/run && test -d ${input.d}/empty && test -L ${input.d}/link && cat ${input.d}/link > o",
        "needs: { d: make }\noutputs: { o: o }\npublish: true",
      ),
  );
  await project.expect(0, "run", "a.yaml");
  const d = `${project.folder}/results/case/d`;
  await Deno.remove(d, { recursive: true });
  project.forget();
  await project.expect(0, "run", "a.yaml");
  assertEquals(project.executed(), []);
  assert((await Deno.stat(`${d}/empty`)).isDirectory);
  assertEquals(await Deno.readLink(`${d}/link`), "in/run");
  assert(((await Deno.stat(`${d}/in/run`)).mode! & 0o100) !== 0);
  assertEquals(project.read("results/case/o"), "x\n");
});

for (
  const [name, target] of [["absolute", "/etc/passwd"], ["escaping", "../../x"]]
) {
  Deno.test(`an ${name} link in an output fails the stage`, async () => {
    await using project = commandProject(
      shell("make", `mkdir d; ln -s ${target} d/l`, "outputs: { d: d }"),
    );
    const out = await project.expect(1, "run", "a.yaml");
    assertMatch(out, /link/);
    assertStringIncludes(out, target!);
    assert(
      !exists(`${project.folder}/.sdarts/ac`) ||
        [...Deno.readDirSync(`${project.folder}/.sdarts/ac`)].length === 0,
    );
  });
}

for (
  const [name, script, message] of [
    [
      "an output with a link that leads out by way of another link",
      "mkdir -p o/d; ln -s .. o/d/up; ln -s d/up/../../../../a.yaml o/m",
      "Expected a link inside the artifact but found d/up/../../../../a.yaml in m",
    ],
    [
      "an output below a folder that became a link",
      "rm -r sub; ln -s ../../../.. sub; mv a.yaml o 2> /dev/null; true",
      "Expected output o in a folder of the stage but found a link in sub/a.yaml",
    ],
  ] as const
) {
  Deno.test(`${name} fails the stage`, async () => {
    const path = script.startsWith("rm") ? "sub/a.yaml" : "o";
    await using project = commandProject(
      shell("make", script, `outputs: { o: ${path} }\npublish: true`),
    );
    assertStringIncludes(await project.expect(1, "run", "a.yaml"), message);
    assert(exists(`${project.folder}/a.yaml`));
    assert(!exists(`${project.folder}/results/case/o`));
  });
}

Deno.test("a stage that reads another's output without declaring it fails the first time, with a hint", async () => {
  await using project = commandProject(
    shell("a", "echo x > a.txt", "outputs: { a: a.txt }\npublish: true") +
      shell("b", "cat a.txt", "needs: { other: c }") +
      shell("c", "touch c", "outputs: { c: c }") +
      shell("d", "cat ../../../../results/case/a.txt", "needs: { other: c }"),
  );
  const out = await project.expect(1, "run", "a.yaml", "-k");
  assertMatch(out, /failed b .*a\.txt is made by stage a: add it to needs/);
  assertMatch(out, /failed d .*a\.txt is made by stage a: add it to needs/);
});

for (
  const [name, stages, message] of [
    [
      "a cycle",
      shell("a", "true", "needs: { i: b }\noutputs: { o: o }") +
      shell("b", "true", "needs: { i: a }\noutputs: { o: o }"),
      /a -> b -> a|b -> a -> b/,
    ],
    [
      "a stage that needs itself",
      shell("a", "true", "needs: { i: a }\noutputs: { o: o }"),
      /a -> a/,
    ],
    [
      "an unknown producer",
      shell("a", "true", "needs: { i: prepare }") +
      shell("prepar", "true", "outputs: { o: o }"),
      /did you mean prepar\?/,
    ],
    [
      "a mistyped key",
      shell("a", "true", "need: { i: b }"),
      /did you mean needs\?/,
    ],
    [
      "a producer without outputs",
      shell("a", "true", "needs: { i: b }") + shell("b", "true"),
      /which makes nothing/,
    ],
  ] as const
) {
  Deno.test(`${name} is refused with its place`, async () => {
    await using project = commandProject(stages);
    const out = await project.expect(2, "run", "a.yaml");
    assertMatch(out, /a\.yaml:\d+:\d+: /);
    assertMatch(out, message);
    assertEquals(project.executed(), []);
  });
}
