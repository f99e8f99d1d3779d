// `explain` without an instance: what an edit runs again, and by which part of the key.
import { assertEquals } from "@std/assert";
import { commandProject } from "../support/pipeline/command_project.ts";
import { fakeVenv } from "../support/pipeline/fake_venv.ts";

const stages = (python: string) =>
  `  value: { use: number, with: { value: 3 } }
  square: { use: square, needs: { number: value } }
  after: { use: square, needs: { number: square } }
  text:
    use: command
    run: [sh, note.sh, "\${output.o}"]
    outputs: { o: o.txt }
  counted:
    use: command
    run: [${python}, -c, 'echo 1 > "$0"', "\${output.o}"]
    outputs: { o: o.txt }
`;

Deno.test("explain says for each edit which instances run and by which part of the key", async () => {
  using venv = fakeVenv();
  venv.install("numpy", "1.26.0");
  await using made = commandProject(stages(venv.python));
  made.write("note.sh", 'echo one > "$1"\n');
  await made.expect(0, "run", "a.yaml");
  const explained = async (...flags: string[]) =>
    (await made.expect(0, "explain", "a.yaml", ...flags)).trimEnd().split("\n");
  assertEquals(await explained(), [
    "nothing runs: all 5 instances are in the cache",
  ]);
  const value = made.read("stages/number/stage.ts");
  const square = made.read("stages/square/stage.ts");
  const edits: [edit: () => void, undo: () => void, expected: string[]][] = [
    [
      () => made.write("stages/square/stage.ts", square + "// a comment\n"),
      () => made.write("stages/square/stage.ts", square),
      ["nothing runs: all 5 instances are in the cache"],
    ],
    [
      () =>
        made.write("stages/square/stage.ts", square.replace("* value", "* 2")),
      () => made.write("stages/square/stage.ts", square),
      [
        "code: stages/square/stage.ts changed",
        "  runs   square after",
        "3 of 5 instances are in the cache",
      ],
    ],
    [
      () =>
        made.write(
          "stages/number/stage.ts",
          value.replace("text(params", "text(1 * params"),
        ),
      () => made.write("stages/number/stage.ts", value),
      [
        "code: stages/number/stage.ts changed",
        "  runs   value",
        "  then   square after",
        "2 of 5 instances are in the cache",
      ],
    ],
    [
      () => made.write("note.sh", 'echo two > "$1"\n'),
      () => made.write("note.sh", 'echo one > "$1"\n'),
      [
        "file: note.sh changed",
        "  runs   text",
        "4 of 5 instances are in the cache",
      ],
    ],
    [
      () => venv.install("numpy", "2.0.1"),
      () => venv.install("numpy", "1.26.0"),
      [
        "numpy 1.26.0 -> 2.0.1 in the environment of python",
        "  runs   counted",
        "4 of 5 instances are in the cache",
      ],
    ],
  ];
  for (const [edit, undo, expected] of edits) {
    edit();
    assertEquals(await explained(), expected);
    undo();
  }
  assertEquals(await explained("--set", "value.value=4"), [
    "params: value 3 -> 4",
    "  runs   value",
    "  then   square after",
    "2 of 5 instances are in the cache",
  ]);
  const json = await explained("--set", "value.value=4", "--json");
  assertEquals(JSON.parse(json.join("")), {
    changes: [{
      reason: "params: value 3 -> 4",
      runs: ["value"],
      then: ["square", "after"],
    }],
  });
});
