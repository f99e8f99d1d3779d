// Damaged blobs of the right size, wherever they are read: one run makes them again and ends with code 0.
import { assertEquals, assertStringIncludes } from "@std/assert";
import { commandProject, shell } from "../support/pipeline/command_project.ts";
import { filesBelow } from "../support/stages/files_below.ts";

const MANY = shell(
  "make",
  "echo $0 > o",
  "with: { s: $seed }\noutputs: { o: o.txt }",
).replace(
  'run: [sh, -c, "echo $0 > o"]',
  'run: [sh, -c, \'echo $1 > "$0"\', "${output.o}", "${param.s}"]',
) +
  shell("copy", "", "needs: { o: make }\noutputs: { o: o.txt }")
    .replace(
      'run: [sh, -c, ""]',
      'run: [sh, -c, \'cat "$0" > "$1"; echo c >> "$1"\', "${input.o}", "${output.o}"]',
    ) +
  shell(
    "all",
    "",
    'needs: { o: "copy[*]" }\nwith: { n: 1 }\noutputs: { o: o.txt }\npublish: true',
  )
    .replace(
      'run: [sh, -c, ""]',
      'run: [sh, -c, \'cat "$@" > "$0"\', "${output.o}", "${input.o}"]',
    );

/** Replaces the last letter of every blob. */
function damage(folder: string, choose = (_text: string) => true): number {
  let count = 0;
  for (const path of filesBelow(`${folder}/.sdarts/cas`)) {
    const text = Deno.readTextFileSync(path);
    if (!choose(text)) continue;
    Deno.chmodSync(path, 0o644);
    Deno.writeTextFileSync(path, `${text.slice(0, -1)}Z`);
    Deno.chmodSync(path, 0o444);
    count++;
  }
  return count;
}

const project = () => commandProject(MANY, "matrix: { seed: [0, 1] }\n");

Deno.test("inputs of a stage, and their own inputs, are made again in one run", async () => {
  await using made = project();
  await made.expect(0, "run", "a.yaml");
  const text = made.read("results/case/o.txt");
  assertEquals(damage(made.folder), 5);
  const out = await made.expect(0, "run", "a.yaml", "--set", "all.n=2");
  assertStringIncludes(out, "moved to the quarantine");
  assertStringIncludes(out, "ran 5, cached 0");
  assertEquals(made.read("results/case/o.txt"), text);
  await made.expect(0, "verify");
});

Deno.test("with --keep-going a failed stage is not tried again", async () => {
  await using made = commandProject(
    MANY + shell("bad", "exit 3", "outputs: { o: o }"),
    "matrix: { seed: [0, 1] }\n",
  );
  await made.expect(1, "run", "a.yaml", "--keep-going");
  damage(made.folder, (text) => text === "1\nc\n");
  await made.expect(1, "run", "a.yaml", "--keep-going", "--set", "all.n=2");
  const journal = made.read(".sdarts/journal.jsonl");
  assertEquals(journal.match(/"instance":"bad"/g)?.length, 2);
  assertEquals(made.read("results/case/o.txt"), "0\nc\n1\nc\n");
});

Deno.test("a published output is made again", async () => {
  await using made = project();
  await made.expect(0, "run", "a.yaml");
  const text = made.read("results/case/o.txt");
  damage(made.folder, (stored) => stored === text);
  Deno.removeSync(`${made.folder}/results`, { recursive: true });
  const out = await made.expect(0, "run", "a.yaml");
  assertStringIncludes(out, "wrote results/case/o.txt");
  assertEquals(made.read("results/case/o.txt"), text);
});

Deno.test("a published output is made again by the stage before it that has the same content", async () => {
  await using made = commandProject(
    shell("make", "echo same > o", "outputs: { o: o }") +
      shell(
        "copy",
        "cat i > o",
        "needs: { o: make }\noutputs: { o: o }\npublish: true",
      ).replace("cat i", "cat ${input.o}"),
  );
  await made.expect(0, "run", "a.yaml");
  assertEquals(damage(made.folder), 1);
  Deno.removeSync(`${made.folder}/results`, { recursive: true });
  await made.expect(0, "run", "a.yaml");
  assertEquals(made.read("results/case/o"), "same\n");
});

Deno.test("a result that is checked out is made again", async () => {
  await using made = project();
  await made.expect(0, "run", "a.yaml");
  damage(made.folder);
  const out = await made.expect(0, "checkout", "all", "--to", "there");
  assertStringIncludes(out, "makes it again");
  assertEquals(made.read("there/o"), "0\nc\n1\nc\n");
});

Deno.test("verify moves damaged blobs to the quarantine, and the next run makes them again", async () => {
  await using made = project();
  await made.expect(0, "run", "a.yaml");
  damage(made.folder);
  assertStringIncludes(await made.expect(4, "verify"), "5 damaged: a run");
  assertStringIncludes(
    await made.expect(0, "run", "a.yaml"),
    "ran 5, cached 0",
  );
});

Deno.test("numbers of a damaged blob are never shown", async () => {
  await using made = commandProject(
    shell(
      "train",
      "printf '{\"error\": 123}' > m",
      "with: { a: 1 }\noutputs: { m: m }",
    ),
  );
  await made.expect(0, "run", "a.yaml");
  await made.expect(0, "run", "a.yaml", "--set", "train.a=2");
  const [path] = filesBelow(`${made.folder}/.sdarts/cas`);
  Deno.chmodSync(path!, 0o644);
  Deno.writeTextFileSync(path!, '{"error": 923}');
  for (const command of [["export", "csv", "a.yaml"], ["diff"]]) {
    const out = await made.expect(4, ...command);
    assertStringIncludes(out, "is damaged");
    assertEquals(out.includes("923"), false);
  }
});

Deno.test("a blob that is stored again replaces a damaged one", async () => {
  await using made = commandProject(
    shell("one", "echo same > o", "outputs: { o: o }"),
  );
  await made.expect(0, "run", "a.yaml");
  damage(made.folder);
  made.write(
    "a.yaml",
    made.read("a.yaml").replace("echo same", ": ; echo same"),
  );
  await made.expect(0, "run", "a.yaml");
  await made.expect(0, "verify");
});
