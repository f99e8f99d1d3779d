// The command `sdarts` as a user installs it, tried beside the checkout.
import { ROOT } from "../root.ts";

/** How a shell ended. */
export interface EndedShell {
  /** Exit code. */
  readonly code: number;
  /** Standard output and standard error. */
  readonly text: string;
}

/** An empty folder beside the checkout, with `sdarts` and `deno` on the path. */
export interface InstalledCommand extends Disposable {
  readonly folder: string;
  /** Runs a line of a shell in a folder below. */
  run(line: string, below?: string): Promise<EndedShell>;
}

/** Installs `sdarts` into a temporary folder by `deno install`; all is removed at the end of the scope. */
export async function installedCommand(): Promise<InstalledCommand> {
  const base = Deno.realPathSync(Deno.makeTempDirSync({ prefix: "outside_" }));
  const [folder, home, tools] = ["project", "home", "tools"].map((name) => {
    Deno.mkdirSync(`${base}/${name}`);
    return `${base}/${name}`;
  }) as [string, string, string];
  // The shell's `deno`, whatever the name and place of the binary.
  Deno.mkdirSync(`${tools}/bin`);
  Deno.symlinkSync(Deno.execPath(), `${tools}/bin/deno`);
  const run = async (line: string, below = "."): Promise<EndedShell> => {
    const { code, stdout } = await new Deno.Command("bash", {
      // What runs outside counts in no coverage.
      args: ["-ec", `exec 2>&1\nunset DENO_COVERAGE_DIR\n${line}`],
      cwd: `${folder}/${below}`,
      env: {
        NO_COLOR: "1",
        PATH: `${tools}/bin:${Deno.env.get("PATH") ?? ""}`,
        DENO_INSTALL_ROOT: tools,
        npm_config_cache: `${home}/npm`,
      },
      stdin: "null",
      stderr: "null",
    }).output();
    return { code, text: new TextDecoder().decode(stdout) };
  };
  const { code, text } = await run(
    `deno install -g -A -n sdarts ${ROOT}/bin/sdarts.mjs`,
  );
  if (code !== 0) throw new Error(`Cannot install sdarts:\n${text}`);
  return {
    folder,
    run,
    [Symbol.dispose]: () => Deno.removeSync(base, { recursive: true }),
  };
}
