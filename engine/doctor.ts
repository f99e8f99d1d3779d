/**
 * Reports whether the engine can run on this machine, and with which library.
 *
 * Exit status: 0 when it can run, 1 when it cannot, 2 for wrong arguments.
 *
 * @module
 */
import { parseArgs } from "@std/cli/parse-args";
import { diagnose } from "./diagnosis.ts";
import { formatDiagnosis } from "./format_diagnosis.ts";
import { ensureLibraries } from "./install/ensure_libraries.ts";
import { deviceHere } from "./library/device_class.ts";
import { type Host, systemHost } from "./library/host.ts";
import type { InstallProgress } from "./library/library.ts";

const USAGE = `Usage: sdarts doctor [--json] [--install] [--gpu]

  --json     print what was found as JSON
  --install  get libtensorflow now, and the CUDA libraries for a GPU, if there are none
  --gpu      look for a GPU, and install for one, also where the machine shows none
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
    boolean: ["json", "install", "gpu", "help"],
    unknown: (argument) => {
      unknown.push(argument);
      return false;
    },
  });
  if (unknown.length > 0) {
    complain(
      `Expected --json, --install or --gpu but found ${
        unknown.join(" ")
      }\n\n${USAGE}`,
    );
    return 2;
  }
  if (flags.help) {
    print(USAGE);
    return 0;
  }
  const device = flags.gpu ? "gpu" : await deviceHere(host);
  if (flags.install) {
    let note = "";
    const report = (progress: InstallProgress) => {
      if (progress.note !== note) complain(note = progress.note);
    };
    try {
      await ensureLibraries({ host, device, report });
    } catch (error) {
      complain(error instanceof Error ? error.message : String(error));
    }
  }
  const diagnosis = await diagnose({
    host,
    device,
    kernels: await kernelsVersion(),
  });
  print(
    flags.json
      ? JSON.stringify(diagnosis, null, 2)
      : formatDiagnosis(diagnosis),
  );
  return diagnosis.ok ? 0 : 1;
}

if (import.meta.main) Deno.exit(await runDoctor(Deno.args));
