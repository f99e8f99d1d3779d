// What a run draws on a terminal, on a real one: a pseudo-terminal that Python opens.
import { assertEquals, assertMatch } from "@std/assert";
import { commandProject, shell } from "../support/pipeline/command_project.ts";
import { hasPython, PYTHON } from "../support/python.ts";
import { COMMAND_LINE } from "../support/root.ts";

/** Runs a program on a terminal of 44 columns and 12 rows, and gives what it writes. */
const TERMINAL = `import fcntl, os, pty, struct, sys, termios
pid, fd = pty.fork()
if pid == 0:
  fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 12, 44, 0, 0))
  os.execvp(sys.argv[1], sys.argv[1:])
out = b""
while True:
  try: part = os.read(fd, 65536)
  except OSError: break
  if not part: break
  out += part
os.waitpid(pid, 0)
sys.stdout.buffer.write(out)
`;

Deno.test({
  name:
    "on a terminal a run draws a bar and a line for each running stage, and leaves neither; graph draws text",
  ignore: !hasPython("pty"),
  fn: async () => {
    await using project = commandProject(
      shell("first", "sleep 0.7; echo 1 > o", "outputs: { o: o }") +
        shell("second", "sleep 0.7; echo 2 > o", "outputs: { o: o }") +
        shell("last", "true", "needs: { a: first, b: second }"),
    );
    const onTerminal = async (...args: string[]) => {
      const { stdout } = await new Deno.Command(PYTHON, {
        args: ["-c", TERMINAL, Deno.execPath(), ...COMMAND_LINE, ...args],
        cwd: project.folder,
        env: { NO_COLOR: "1", TERM: "xterm" },
      }).output();
      return new TextDecoder().decode(stdout).replaceAll("\r\n", "\n")
        // What Deno itself draws while it looks at modules.
        // deno-lint-ignore no-control-regex
        .replace(/^(?:\x1b\[0G\x1b\[2K\x1b\[J)+/, "");
    };
    const out = await onTerminal("run", "a.yaml", "-j", "2");
    // deno-lint-ignore no-control-regex
    const blocks = out.match(/\x1b\[\?7l[^]*?\x1b\[\?7h/g) ?? [];
    const two = blocks.find((block) =>
      block.includes("first") && block.includes("second")
    )!;
    assertMatch(
      two,
      /\[-{24}\] 0\/3.*\n {2}(?:first|second) {2}\d\.\ds\n {2}(?:first|second) {2}\d\.\ds/,
    );
    for (const line of blocks.flatMap((block) => block.split("\n"))) {
      assertEquals(line.length <= 44 + "\x1b[?7l\x1b[?7h".length, true, line);
    }
    // Erased blocks leave lines of the run alone.
    const left = out
      // deno-lint-ignore no-control-regex
      .replaceAll(/\x1b\[\?7l[^]*?\x1b\[\?7h\r(?:\x1b\[\d+A)?\x1b\[J/g, "")
      .replaceAll(/\d+\.\ds/g, "TIME")
      .replaceAll(/first|second/g, "one of two").trimEnd().split("\n");
    assertEquals(left.toSorted(), [
      "[1/3] one of two  TIME",
      "[2/3] one of two  TIME",
      "[3/3] last  TIME",
      "ran 3, cached 0, failed 0 in TIME",
    ]);
    assertEquals(
      await onTerminal("graph", "a.yaml"),
      "first (command)\nsecond (command)\n└─ last (command)  (and first)\n",
    );
  },
});
