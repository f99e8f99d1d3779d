// What a stage leaves behind: files of any mode, and processes.
import { assert, assertEquals, assertMatch } from "@std/assert";
import { commandProject, shell } from "../support/pipeline/command_project.ts";
import {
  HAS_ORDINARY,
  runOrdinary,
} from "../support/pipeline/ordinary_user.ts";
import { filesBelow } from "../support/stages/files_below.ts";
import { namesIn } from "../../pipeline/base/read_files.ts";

for (
  const [what, script] of [
    [
      "temporary folder",
      'mkdir -p "$TMPDIR/m/n"; echo x > "$TMPDIR/m/n/f"; chmod 000 "$TMPDIR/m/n/f" "$TMPDIR/m/n"; chmod 555 "$TMPDIR/m"; mkdir d; echo hi > d/f',
    ],
    [
      "checkpoint",
      'mkdir "$SDARTS_CHECKPOINT/m"; chmod 000 "$SDARTS_CHECKPOINT/m" "$SDARTS_CHECKPOINT"; mkdir d; echo hi > d/f',
    ],
    [
      "output",
      "mkdir -p d/m; echo hi > d/f; echo x > d/m/f; chmod 000 d/m/f; chmod 555 d/m d .",
    ],
  ] as const
) {
  Deno.test({
    name: `a read-only ${what} of a stage is stored or removed like any other`,
    ignore: !HAS_ORDINARY,
    fn: async () => {
      await using project = commandProject(
        shell("a", script, "outputs: { o: d }\npublish: true") +
          shell("b", `${script}; exit 1`, "outputs: { o: d }"),
      );
      const first = await runOrdinary(project, "run", "a.yaml", "-k");
      assertEquals(first.code, 1, first.out + first.err);
      assertMatch(first.out, /failed b .*exited with code 1/);
      assertEquals(project.read("results/case/d/f"), "hi\n");
      assertEquals(namesIn(`${project.folder}/.sdarts/work`), []);
      // A second failure replaces the kept outputs of the first.
      const second = await runOrdinary(project, "run", "a.yaml", "-k");
      assertMatch(second.out, /ran 0, cached 1, failed 1/);
      assertEquals(second.err, "");
      for (const log of filesBelow(`${project.folder}/.sdarts/logs`)) {
        assert(!Deno.readTextFileSync(log).includes("Permission denied"));
      }
    },
  });
}

Deno.test({
  name: "a file in a read-only folder is written in place",
  ignore: !HAS_ORDINARY,
  fn: async () => {
    await using project = commandProject(
      shell("a", "echo hi > o", "outputs: { o: o }"),
    );
    project.write("shut/schema.json", "old");
    Deno.chmodSync(`${project.folder}/shut`, 0o555);
    const { code, out, err } = await runOrdinary(
      project,
      ...["schema", "--output", "shut/schema.json"],
    );
    assertEquals(code, 0, out + err);
    JSON.parse(project.read("shut/schema.json"));
    assertEquals(namesIn(`${project.folder}/shut`), ["schema.json"]);
  },
});

Deno.test({
  name: "a file that is protected from writing is not replaced",
  ignore: !HAS_ORDINARY,
  fn: async () => {
    await using project = commandProject(
      shell("a", "echo hi > o", "outputs: { o: o }"),
    );
    project.write("schema.json", "old");
    Deno.chmodSync(`${project.folder}/schema.json`, 0o444);
    const { code, err } = await runOrdinary(
      project,
      ...["schema", "--output", "schema.json"],
    );
    assert(code !== 0);
    assertMatch(err, /Permission denied/);
    assertEquals(project.read("schema.json"), "old");
  },
});

Deno.test({
  name: "a file of somebody else is written in place, and stays theirs",
  ignore: Deno.uid() !== 0 || !HAS_ORDINARY,
  fn: async () => {
    await using project = commandProject(
      shell("a", "echo hi > o", "outputs: { o: o }"),
    );
    project.write("schema.json", "old");
    const path = `${project.folder}/schema.json`;
    Deno.chmodSync(path, 0o666);
    Deno.chownSync(path, 65534, 65534);
    const { code, out, err } = await runOrdinary(
      project,
      ...["schema", "--output", "schema.json"],
    );
    assertEquals(code, 0, out + err);
    JSON.parse(project.read("schema.json"));
    assertEquals(Deno.statSync(path).uid, 65534);
    assert(!namesIn(project.folder).some((name) => name.endsWith(".part")));
  },
});

Deno.test({
  name: "a leftover that cannot be removed is named, and stops no run",
  ignore: Deno.uid() !== 0 || !HAS_ORDINARY,
  fn: async () => {
    await using project = commandProject(
      shell("a", "echo hi > o", "outputs: { o: o }"),
    );
    const left = `${project.folder}/.sdarts/work/${"0".repeat(64)}`;
    await Deno.mkdir(`${left}/tmp/m`, { recursive: true });
    await Deno.chown(`${left}/tmp`, 65534, 65534);
    const { code, out, err } = await runOrdinary(project, "run", "a.yaml");
    assertEquals(code, 0, out + err);
    assert((out + err).includes(`Cannot remove ${left}`), out + err);
  },
});

/** A command that leaves a process behind: of another session, without a variable, and with its output still open. */
const DAEMON =
  `exec 3>"$0"; echo good >&3; env -i PATH=/usr/bin:/bin setsid sh -c "sleep 3; echo hacked >&3; sleep 60" </dev/null >/dev/null 2>&1 & sleep 0.3; exit 0`;

Deno.test({
  name:
    "a process that a command leaves behind without its environment is ended, and changes no result",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    await using project = commandProject(
      `  make: { use: command, run: [sh, -c, ${
        JSON.stringify(DAEMON)
      }, "\${output.o}"], outputs: { o: o.txt } }
`,
    );
    const out = await project.expect(0, "run", "a.yaml");
    assertMatch(out, /ended \d process/);
    assertEquals(commandLines().filter((line) => line.includes("hacked")), []);
    await project.expect(0, "verify");
  },
});

Deno.test({
  name: "a stage that is killed takes what it left behind with it",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    await using project = commandProject(
      shell(
        "slow",
        `env -i /usr/bin/setsid sh -c "sleep 61 & sleep 62" & trap "" TERM; sleep 63; sleep 64`,
        "timeout: 2s",
      ),
    );
    await project.expect(1, "run", "a.yaml", "--grace", "1");
    assertEquals(
      commandLines().filter((line) => /sleep 6[1-4]/.test(line)),
      [],
    );
  },
});

function commandLines(): string[] {
  return namesIn("/proc").flatMap((name) => {
    try {
      return [
        Deno.readTextFileSync(`/proc/${name}/cmdline`).replaceAll("\0", " "),
      ];
    } catch {
      return [];
    }
  });
}

Deno.test("what holds an output open after its stage writes to no result", async () => {
  await using project = commandProject(
    shell("make", "echo good > o; stat -c %i o > i", "outputs: { o: o, i: i }"),
  );
  await project.expect(0, "run", "a.yaml");
  const blobs = storedFiles(project.folder);
  const inode = blobs.map((path) => Deno.readTextFileSync(path)).find((text) =>
    text !== "good\n"
  );
  assertEquals(blobs.length, 2);
  for (const path of blobs) {
    assert(Deno.statSync(path).ino !== Number(inode), path);
  }
});

Deno.test("an input that a command makes writable is read-only in the store again", async () => {
  await using project = commandProject(
    shell("make", "echo good > o", "outputs: { o: o }") +
      shell(
        "use",
        "chmod 666 ${input.o}; touch p",
        "needs: { o: make }\noutputs: { p: p }",
      ),
  );
  await project.expect(0, "run", "a.yaml");
  for (const path of storedFiles(project.folder)) {
    assertEquals(Deno.statSync(path).mode! & 0o777, 0o444);
  }
});

function storedFiles(folder: string): string[] {
  return filesBelow(`${folder}/.sdarts/cas`);
}

Deno.test("a program that a TypeScript stage starts changes no input of others, and does not outlive the stage", async () => {
  await using project = commandProject(
    shell("make", "echo good > o", "outputs: { o: o }") +
      "  evil: { use: ./evil.ts, needs: { i: make } }\n",
  );
  project.write(
    "evil.ts",
    `import { z } from "zod";
import { defineStage } from ${
      JSON.stringify(import.meta.resolve("../../pipeline/stage.ts"))
    };
export default defineStage({
  name: "evil", description: "starts a program", params: z.strictObject({}),
  inputs: { i: { kind: "file" } }, outputs: {}, permissions: { run: ["sh"] },
  run: async ({ input }) => {
    const script = 'chmod u+w "$0"; echo evil > "$0"; setsid sleep 65 & sleep 0.2';
    await new Deno.Command("sh", { args: ["-c", script, input("i")], stdout: "null", stderr: "null" }).output();
  },
});
`,
  );
  await project.expect(0, "run", "a.yaml");
  await project.expect(0, "verify");
  assertEquals(commandLines().filter((line) => /sleep 65/.test(line)), []);
});
