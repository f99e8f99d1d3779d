import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import {
  type CommandProject,
  commandProject,
} from "../support/pipeline/command_project.ts";

const RUN = "outputs: { o: o.txt }, publish: true }\n";

/** A project with one command; writes executable files. */
function project(command: string, files: Record<string, string> = {}) {
  const made = commandProject(`  s: { use: command, ${command}, ${RUN}`);
  for (const [path, text] of Object.entries(files)) {
    made.write(path, text);
    Deno.chmodSync(`${made.folder}/${path}`, 0o755);
  }
  return made;
}

const SCRIPT = `run: [./bin/good.sh, "\${output.o}"]`;
const GOOD = '#!/bin/sh\necho hi > "$1"\n';

Deno.test("a script of the project is the program of a command, and part of its key", async () => {
  await using made = project(SCRIPT, { "bin/good.sh": GOOD });
  await made.expect(0, "run", "a.yaml");
  assertEquals(made.read("results/case/o.txt"), "hi\n");
  made.write("bin/good.sh", GOOD.replace("hi", "ho"));
  assertStringIncludes(
    await made.expect(0, "plan", "a.yaml"),
    "file: bin/good.sh changed",
  );
  await made.expect(0, "run", "a.yaml");
  assertEquals(made.read("results/case/o.txt"), "ho\n");
});

Deno.test("a script of the project reads nothing of the project that it does not declare", async () => {
  await using made = project(SCRIPT, {
    "bin/good.sh": '#!/bin/sh\ncat "${0%/.sdarts/*}/secret" > "$1"\n',
    secret: "secret",
    "lib/secret": "secret",
  });
  assertMatch(await made.expect(1, "run", "a.yaml"), /Permission denied/);
});

Deno.test("a link of the project to a program elsewhere is run in place", async () => {
  await using made = project(
    `run: [env/bin/shell, -c, 'echo hi > "$0"', "\${output.o}"]`,
  );
  Deno.mkdirSync(`${made.folder}/env/bin`, { recursive: true });
  Deno.symlinkSync("/bin/sh", `${made.folder}/env/bin/shell`);
  await made.expect(0, "run", "a.yaml");
  assertEquals(made.read("results/case/o.txt"), "hi\n");
});

for (
  const [name, text, message] of [
    ["CRLF", GOOD.replaceAll("\n", "\r\n"), /found CRLF: save it with Unix/],
    ["no right to execute", GOOD, /without that right: chmod \+x/],
    [
      "a missing interpreter",
      GOOD.replace("/bin/sh", "/nowhere/sh"),
      /found no \/nowhere\/sh/,
    ],
    [
      "an interpreter that is not on the PATH",
      GOOD.replace("/bin/sh", "/usr/bin/env -S A=1 python9"),
      /on the PATH but found no python9/,
    ],
  ] as const
) {
  Deno.test(`a script of the project with ${name} is refused with its place`, async () => {
    await using made = project(SCRIPT, { "bin/good.sh": text });
    if (text === GOOD) Deno.chmodSync(`${made.folder}/bin/good.sh`, 0o644);
    const out = await made.expect(2, "plan", "a.yaml");
    assertMatch(out, /a\.yaml:\d+:\d+: Expected .*bin\/good\.sh/);
    assertMatch(out, message);
  });
}

Deno.test("a program of the PATH that may not be executed is passed over, as a shell does", async () => {
  await using made = project(`run: [tool, "\${output.o}"]`, {
    "two/tool": GOOD,
  });
  made.write("one/tool", "no program");
  const { folder } = made;
  const child = made.launch(["run", "a.yaml"], {
    env: { PATH: `${folder}/one:${folder}/two:${Deno.env.get("PATH")}` },
  });
  const { code, stdout } = await child.output();
  assertEquals(code, 0, new TextDecoder().decode(stdout));
});

/** A project whose code is the folder lib with a file, on which `change` is made. */
function withCode(change: (lib: string, made: CommandProject) => void) {
  const made = project(
    `run: [sh, -c, "find -L lib -maxdepth 2 -name f > o.txt"], code: [lib]`,
    { "lib/f": "x" },
  );
  change(`${made.folder}/lib`, made);
  return made;
}

Deno.test("links of a code folder to itself are followed once", async () => {
  await using made = withCode((lib) => {
    for (const name of ["a", "b", "c"]) Deno.symlinkSync(".", `${lib}/${name}`);
    Deno.mkdirSync(`${lib}/deep`);
    Deno.symlinkSync("..", `${lib}/deep/up`);
    Deno.symlinkSync("f", `${lib}/g`);
    Deno.symlinkSync("nothing", `${lib}/dangling`);
  });
  await made.expect(0, "run", "a.yaml");
  assertEquals(made.read("results/case/o.txt"), "lib/f\n");
});

Deno.test("a code folder of folders that link to each other is refused with the number", async () => {
  await using made = withCode((lib) => {
    const names = Array.from({ length: 10 }, (_, i) => `d${i}`);
    for (const name of names) Deno.mkdirSync(`${lib}/${name}`);
    for (const name of names) {
      for (const to of names) {
        if (to !== name) Deno.symlinkSync(`../${to}`, `${lib}/${name}/${to}`);
      }
    }
  });
  assertMatch(
    await made.expect(2, "plan", "a.yaml"),
    /a\.yaml:\d+:\d+: Expected code to name at most 100000 files/,
  );
});

for (const target of ["..", "folder", "file"]) {
  Deno.test(`a link of a code folder to a ${target} outside of the project is refused`, async () => {
    const outside = Deno.makeTempDirSync();
    Deno.writeTextFileSync(`${outside}/id`, "secret");
    await using made = withCode((lib) => {
      const to = { "..": "../..", folder: outside }[target] ?? `${outside}/id`;
      Deno.symlinkSync(to, `${lib}/keys`);
    });
    assertMatch(
      await made.expect(2, "plan", "a.yaml"),
      /a\.yaml:\d+:\d+: Expected files below the folder .* found the link lib\/keys to \//,
    );
    Deno.removeSync(outside, { recursive: true });
  });
}

Deno.test("code that is a pipe, and an argument that is a link out of the project, are refused", async () => {
  await using pipe = withCode((lib) => {
    new Deno.Command("mkfifo", { args: [`${lib}/pipe`] }).outputSync();
  });
  assertStringIncludes(
    await pipe.expect(2, "plan", "a.yaml"),
    "a special file lib/pipe",
  );
  await using link = project("run: [cat, key]");
  Deno.symlinkSync("/etc/passwd", `${link.folder}/key`);
  assertStringIncludes(
    await link.expect(2, "plan", "a.yaml"),
    "the link key to /etc/passwd",
  );
});
