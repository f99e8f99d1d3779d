import type { Host } from "./host.ts";

/** An installed Python package with libtensorflow. */
export interface PythonPackage {
  /** Folder of the package `tensorflow`. */
  readonly folder: string;
  /** From the package's metadata. */
  readonly version: string;
  /** Name of the installed project, such as `tensorflow-cpu`. */
  readonly project: string;
}

/** Where Python runs: it imports modules from the current folder, which may be anybody's. */
export const PYTHON_FOLDER = "/";

const PYTHONS = ["python3", "python"];

// Finds the package without importing it. The current folder is excluded: a folder named tensorflow there is not the
// library.
const SCRIPT = `
import importlib.util, json, sys
sys.path = [p for p in sys.path if p]
spec = importlib.util.find_spec("tensorflow")
found = None
if spec is not None and spec.origin is not None:
    import importlib.metadata as metadata, os
    for project in ("tensorflow-cpu", "tensorflow", "tensorflow-intel", "tf-nightly"):
        try:
            found = {"folder": os.path.dirname(spec.origin), "version": metadata.version(project), "project": project}
            break
        except metadata.PackageNotFoundError:
            pass
print(json.dumps(found))
`;

/** Locates an installed Python TensorFlow without importing it. */
export async function locatePythonPackage(
  host: Host,
): Promise<PythonPackage | undefined> {
  for (const python of PYTHONS) {
    const result = await host.run(python, ["-c", SCRIPT], {}, PYTHON_FOLDER);
    if (result === undefined || result.code !== 0) continue;
    const found = parsePackage(result.stdout);
    if (found !== undefined) return found;
  }
  return undefined;
}

function parsePackage(stdout: string): PythonPackage | undefined {
  try {
    const value = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
    if (
      typeof value?.folder === "string" && typeof value.version === "string" &&
      typeof value.project === "string"
    ) return value;
  } catch (error) {
    // a wrapper that prints something else has no package
    if (!(error instanceof SyntaxError)) throw error;
  }
  return undefined;
}

/** A command that runs pip. */
export interface Pip {
  readonly command: string;
  /** Arguments before those of pip. */
  readonly args: readonly string[];
  /** First line of `pip --version`. */
  readonly version: string;
}

const PIPS: readonly (readonly [string, ...string[]])[] = [
  ["python3", "-m", "pip"],
  ["pip3"],
  ["pip"],
  ["python", "-m", "pip"],
];

/** Finds the first pip that runs. */
export async function findPip(host: Host): Promise<Pip | undefined> {
  for (const [command, ...args] of PIPS) {
    const result = await host.run(
      command,
      [...args, "--version"],
      {},
      PYTHON_FOLDER,
    );
    if (result?.code === 0 && result.stdout.startsWith("pip ")) {
      return {
        command,
        args,
        version: result.stdout.split(" ").slice(0, 2).join(" "),
      };
    }
  }
  return undefined;
}

/** Output of `python3 --version`, or undefined without Python. */
export async function pythonVersion(host: Host): Promise<string | undefined> {
  for (const python of PYTHONS) {
    const result = await host.run(python, ["--version"], {}, PYTHON_FOLDER);
    if (result?.code === 0) return (result.stdout || result.stderr).trim();
  }
  return undefined;
}
