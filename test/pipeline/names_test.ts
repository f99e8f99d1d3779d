import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { commandProject, shell } from "../support/pipeline/command_project.ts";

const NFC = "\u00e9.txt";
const NFD = "e\u0301.txt";

for (
  const [name, stages, head, message] of [
    [
      "outputs of one stage in two normal forms",
      shell("s", "true", `outputs: { a: ${NFC}, b: ${NFD} }`),
      "",
      /Expected separate paths of outputs/,
    ],
    [
      "outputs of one stage in two cases",
      shell("s", "true", "outputs: { a: File.txt, b: file.txt }"),
      "",
      /Expected separate paths of outputs .* file\.txt of b and File\.txt of a/,
    ],
    [
      "an output below another one in another case",
      shell("s", "true", "outputs: { a: D, b: d/x }"),
      "",
      /Expected separate paths of outputs/,
    ],
    [
      "published outputs of two stages",
      shell("a", "true", "outputs: { o: File.txt }\npublish: true") +
      shell("b", "true", "outputs: { o: file.txt }\npublish: true"),
      "",
      /Expected different published paths .* File\.txt of a and file\.txt of b/,
    ],
    [
      "values of an axis",
      shell("s", "true", "with: { v: $v }\noutputs: { o: o }"),
      "matrix: { v: [abc, ABC] }\n",
      /a\.yaml:4:3: Expected names of instances .* s@abc and s@ABC/,
    ],
    [
      "a value of include",
      shell("s", "true", "with: { v: $v }\noutputs: { o: o }"),
      "matrix: { v: [abc], include: [{ v: ABC }] }\n",
      /Expected names of instances .* s@abc and s@ABC/,
    ],
    [
      "values of an axis in two normal forms",
      shell("s", "true", "with: { v: $v }\noutputs: { o: o }"),
      `matrix: { v: [${NFC}, ${NFD}] }\n`,
      /Expected different values on axis v/,
    ],
    [
      "stages",
      shell("Train", "true") + shell("train", "true"),
      "",
      /Expected names of instances .* Train and train/,
    ],
  ] as const
) {
  Deno.test(`${name} that clash on some disks are refused by plan`, async () => {
    await using project = commandProject(stages, head);
    assertMatch(await project.expect(2, "plan", "a.yaml"), message);
  });
}

Deno.test("the normal form of a pipeline file changes no key, and names files in any form", async () => {
  const stage = shell(
    "s",
    `cat code/* ${NFC} > o-${NFD}`,
    `code: [${NFC}, code]\noutputs: { o: o-${NFD} }\nwith: { v: ${NFD} }\npublish: true`,
  );
  await using project = commandProject(stage);
  project.write(NFD, "one ");
  project.write(`code/${NFD}`, "two ");
  await project.expect(0, "run", "a.yaml");
  assertEquals(project.read(`results/case/o-${NFC}`), "two one ");
  for (const form of ["NFC", "NFD"]) {
    project.forget();
    project.write("a.yaml", project.read("a.yaml").normalize(form));
    await project.expect(0, "run", "a.yaml", "--set", `s.v=${NFD}`);
    assertEquals(project.executed(), []);
  }
  Deno.renameSync(`${project.folder}/${NFD}`, `${project.folder}/${NFC}`);
  await project.expect(0, "run", "a.yaml");
  assertEquals(project.executed(), []);
  project.write(`code/${NFC}`, "three");
  assertStringIncludes(
    await project.expect(2, "plan", "a.yaml"),
    "Expected names of code that differ in more than Unicode form",
  );
});

for (
  const [name, script, message] of [
    [
      "two cases",
      "mkdir d; touch d/a d/A",
      /differ in more than case .* A and a/,
    ],
    [
      "two normal forms",
      "mkdir d; touch d/$(printf '\\303\\251') d/$(printf 'e\\314\\201')",
      /differ in more than case/,
    ],
    [
      "other bytes than UTF-8",
      "mkdir d; touch d/$(printf 'x\\377')",
      /Expected names in UTF-8 but found .*out\/d\/x\ufffd/,
    ],
    [
      "other bytes than UTF-8 and the sign for them",
      "mkdir d; touch d/$(printf 'x\\377') d/x\ufffd",
      /Expected names/,
    ],
    [
      "a folder whose name is not UTF-8",
      "mkdir -p d/$(printf 'x\\377')/e",
      /Expected names in UTF-8/,
    ],
  ] as const
) {
  Deno.test(`an output with names in ${name} fails the stage`, async () => {
    await using project = commandProject(
      shell("s", script, "outputs: { d: d }\npublish: true"),
    );
    assertMatch(await project.expect(1, "run", "a.yaml"), message);
  });
}

Deno.test("code with names that are not UTF-8 is refused", async () => {
  await using project = commandProject(shell("s", "true", "code: [lib]"));
  project.write("lib/a", "");
  new Deno.Command("sh", {
    args: ["-c", "touch \"$0/$(printf 'x\\377')\"", `${project.folder}/lib`],
  }).outputSync();
  assertStringIncludes(
    await project.expect(2, "plan", "a.yaml"),
    "lib/x\ufffd",
  );
});
