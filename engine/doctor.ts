/**
 * Reports whether the engine can run on this machine, and with which library.
 *
 * Exit status: 0 when it can run, 1 when it cannot, 2 for wrong arguments.
 *
 * @module
 */
import { parseArgs } from "@std/cli/parse-args";
import { diagnose, formatDiagnosis } from "./diagnosis.ts";
import { ensureTensorflow } from "./install/ensure.ts";
import { type Host, systemHost } from "./library/host.ts";

const USAGE = `Usage: deno task doctor [--json] [--install]

  --json     print what was found as JSON
  --install  get libtensorflow now, if there is none
`;

/** Version in the import map of the project: `npm:@tensorflow/tfjs-node-gpu@<version>`. */
async function kernelsVersion(): Promise<string> {
  const { imports } = JSON.parse(
    await Deno.readTextFile(new URL("../deno.json", import.meta.url)),
  );
  return String(imports["@tensorflow/tfjs-node-gpu"]).split("@").at(-1) ??
    "unknown";
}

/** Runs the doctor and returns its exit status. */
export async function runDoctor(
  args: readonly string[],
  options: {
    /** Default: this machine. */
    readonly host?: Host;
    /** Writes to standard output. */
    readonly print?: (text: string) => void;
    /** Writes to standard error. */
    readonly complain?: (text: string) => void;
  } = {},
): Promise<number> {
  const host = options.host ?? systemHost();
  const print = options.print ?? ((text) => console.log(text));
  const complain = options.complain ?? ((text) => console.error(text));
  const unknown: string[] = [];
  const flags = parseArgs([...args], {
    boolean: ["json", "install", "help"],
    unknown: (argument) => {
      unknown.push(argument);
      return false;
    },
  });
  if (unknown.length > 0) {
    complain(
      `Expected --json or --install but found ${unknown.join(" ")}\n\n${USAGE}`,
    );
    return 2;
  }
  if (flags.help) {
    print(USAGE);
    return 0;
  }
  if (flags.install) {
    let note = "";
    try {
      await ensureTensorflow({
        host,
        report: (progress) => {
          if (progress.note !== note) complain(note = progress.note);
        },
      });
    } catch (error) {
      complain(error instanceof Error ? error.message : String(error));
    }
  }
  const diagnosis = await diagnose({ host, kernels: await kernelsVersion() });
  print(
    flags.json
      ? JSON.stringify(diagnosis, null, 2)
      : formatDiagnosis(diagnosis),
  );
  return diagnosis.ok ? 0 : 1;
}

if (import.meta.main) Deno.exit(await runDoctor(Deno.args));
