// Runs tests as an ordinary user when root starts it: for root no mode of a file counts, and much else is allowed.
import { dirname } from "node:path";

const ROOT = dirname(import.meta.dirname!);
/** What a user may do differs from what root may. */
const TESTS = [
  "pipeline/command",
  "pipeline/execution/job",
  "pipeline/execution/run/recover_test.ts",
  ...["damage", "leftovers", "odd_state", "shared_gc"].map((name) =>
    `test/faults/${name}_test.ts`
  ),
  ...[
    "cache_serve",
    "confined",
    "confined_command",
    "environment",
    "files",
    "names",
    "program",
    "secrets",
    "without_landlock",
  ].map((name) => `test/pipeline/${name}_test.ts`),
];
/** The user `nobody`. */
const NOBODY = 65534;

const tests = ["test", "-A", "--no-check"].concat(
  Deno.args.length === 0 ? TESTS : Deno.args,
);
Deno.exit(
  Deno.uid() === 0 ? asNobody() : run(Deno.execPath(), tests, { cwd: ROOT }),
);

/** Copies the checkout, Deno and its packages to where `nobody` may read and write them. */
function asNobody(): number {
  const folder = Deno.makeTempDirSync({ prefix: "sdarts_user_" });
  try {
    const [project, packages, temp] = ["project", "packages", "tmp"]
      .map((name) => `${folder}/${name}`) as [string, string, string];
    for (const path of [project, packages, temp]) Deno.mkdirSync(path);
    copyCheckout(project);
    must("cp", ["-r", `${denoDir()}/npm`, `${packages}/npm`]);
    Deno.copyFileSync(Deno.execPath(), `${folder}/deno`);
    must("chown", ["-R", `${NOBODY}:${NOBODY}`, folder]);
    return run("setpriv", [
      `--reuid=${NOBODY}`,
      `--regid=${NOBODY}`,
      "--clear-groups",
      "--",
      `${folder}/deno`,
      ...tests,
    ], {
      cwd: project,
      env: { HOME: folder, DENO_DIR: packages, TMPDIR: temp },
    });
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

/** Runs a program that must succeed. */
function must(program: string, args: string[]): void {
  const code = run(program, args);
  if (code !== 0) {
    throw new Error(`${program} ${args.join(" ")} exited with ${code}`);
  }
}

/** Copies what git knows or would know. */
function copyCheckout(target: string): void {
  const { stdout } = new Deno.Command("git", {
    args: ["ls-files", "-z", "--cached", "--others", "--exclude-standard"],
    cwd: ROOT,
  }).outputSync();
  for (const path of new TextDecoder().decode(stdout).split("\0")) {
    if (path === "") continue;
    Deno.mkdirSync(dirname(`${target}/${path}`), { recursive: true });
    try {
      Deno.copyFileSync(`${ROOT}/${path}`, `${target}/${path}`);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
}

/** Folder of Deno's packages. */
function denoDir(): string {
  const { stdout } = new Deno.Command(Deno.execPath(), {
    args: ["info", "--json"],
  }).outputSync();
  return (JSON.parse(new TextDecoder().decode(stdout)) as { denoDir: string })
    .denoDir;
}

function run(
  program: string,
  args: string[],
  options: Deno.CommandOptions = {},
): number {
  return new Deno.Command(program, {
    args,
    stdout: "inherit",
    stderr: "inherit",
    ...options,
  }).outputSync().code;
}
