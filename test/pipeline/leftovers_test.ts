// What a stage leaves behind: files of any mode, and processes.
import { assert, assertEquals, assertMatch } from "@std/assert";
import { commandProject, shell } from "../support/pipeline/command_project.ts";
import {
  HAS_ORDINARY,
  runOrdinary,
} from "../support/pipeline/ordinary_user.ts";
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
      assertMatch(first.out, /failed b .*found code 1/);
      assertEquals(project.read("results/case/d/f"), "hi\n");
      assertEquals(namesIn(`${project.folder}/.sdarts/work`), []);
      // A second failure replaces the kept outputs of the first.
      const second = await runOrdinary(project, "run", "a.yaml", "-k");
      assertMatch(second.out, /ran 0, cached 1, failed 1/);
      assertEquals(second.err, "");
    },
  });
}

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
