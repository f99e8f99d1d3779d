import { join, resolve } from "node:path";
import type { Host } from "../library/host.ts";
import { LibraryError } from "../library/library_error.ts";
import { findPip, PYTHON_FOLDER } from "../library/python.ts";

/** A wheel that pip is asked for. */
export interface PipPackage {
  readonly project: string;
  readonly version: string;
  /** Platform tag. */
  readonly platform: string;
  readonly size: number;
  readonly sha256: string;
}

/** Where and how a wheel is downloaded. */
export interface PipDownloadOptions {
  readonly host: Host;
  /** Existing folder for this download alone. */
  readonly folder: string;
  /** Called a few times a second with the bytes so far. */
  readonly report: (bytes: number) => void;
  /** Sampling interval in milliseconds. */
  readonly interval?: number;
}

async function bytesUnder(folder: string): Promise<number> {
  let bytes = 0;
  try {
    for await (const entry of Deno.readDir(folder)) {
      const path = join(folder, entry.name);
      if (entry.isDirectory) bytes += await bytesUnder(path);
      else bytes += (await Deno.stat(path)).size;
    }
  } catch (error) {
    // pip removes temporary files meanwhile
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return bytes;
}

/** Last line of pip's output that names an error. */
function lastError(stderr: string): string {
  const lines = stderr.split("\n").map((line) => line.trim()).filter((line) =>
    line !== ""
  );
  return lines.findLast((line) => line.startsWith("ERROR:")) ?? lines.at(-1) ??
    "no message";
}

/** Classifies a failure of pip by its output. */
export function explainPip(stderr: string, wheel: PipPackage): LibraryError {
  const name = `${wheel.project} ${wheel.version}`;
  if (/DO NOT MATCH THE HASHES/.test(stderr)) {
    const got = /Got\s+([0-9a-f]{64})/.exec(stderr)?.[1] ?? "another one";
    return new LibraryError(
      "hash",
      `Expected sha256 ${wheel.sha256} but found ${got} in the wheel of ${name} that pip downloaded`,
    );
  }
  if (/No space left on device|Disk quota exceeded/.test(stderr)) {
    return new LibraryError(
      "space",
      `Cannot download ${name}: no space left on the device; free some space or set XDG_CACHE_HOME to a larger disk`,
    );
  }
  if (
    /NewConnectionError|NameResolutionError|ConnectTimeout|ReadTimeout|ProxyError|SSLError|ConnectionResetError|Connection(?: broken|Error| refused| reset| aborted)|Temporary failure in name resolution|Name or service not known|Network is unreachable|timed out/
      .test(stderr)
  ) {
    return new LibraryError(
      "network",
      `Cannot download ${name} with pip: no network, or the package index cannot be reached`,
    );
  }
  if (/No matching distribution found|Could not find a version/.test(stderr)) {
    return new LibraryError(
      "network",
      `Cannot download ${name} with pip: the package index has no ${wheel.platform} wheel of it`,
    );
  }
  return new LibraryError(
    "python",
    `Cannot download ${name} with pip: ${lastError(stderr)}`,
  );
}

/** Arguments of pip for a wheel of Python 3.11, whatever the Python that runs it. */
function downloadArguments(
  requirements: string,
  wheels: string,
  platform: string,
): string[] {
  return [
    "download",
    "--requirement",
    requirements,
    "--dest",
    wheels,
    "--require-hashes",
    "--no-deps",
    "--no-cache-dir",
    "--only-binary=:all:",
    "--python-version=3.11",
    "--implementation=cp",
    "--abi=cp311",
    `--platform=${platform}`,
    "--disable-pip-version-check",
    "--progress-bar=off",
    "--no-input",
    "--retries=3",
  ];
}

/**
 * Downloads a pinned wheel with the user's pip (hence their index, proxy and certificates) and returns its path. pip
 * prints no progress that a program can read, so the bytes in its temporary folder are counted.
 *
 * @throws {LibraryError} When there is no pip, no network, no space, or another file.
 */
export async function pipDownload(
  wheel: PipPackage,
  { host, folder, report, interval = 200 }: PipDownloadOptions,
): Promise<string> {
  const pip = await findPip(host);
  if (pip === undefined) {
    throw new LibraryError(
      "python",
      "Python 3 with pip not found on PATH: install them (such as `apt install python3-pip`) or set SDARTS_LIBTENSORFLOW to a libtensorflow of your own",
    );
  }
  // pip runs in another folder.
  const [temporary, wheels, requirements] = [
    resolve(folder, "tmp"),
    resolve(folder, "wheel"),
    resolve(folder, "requirements.txt"),
  ];
  await Deno.mkdir(temporary);
  await Deno.mkdir(wheels);
  await Deno.writeTextFile(
    requirements,
    `${wheel.project}==${wheel.version} --hash=sha256:${wheel.sha256}\n`,
  );
  let running = true;
  const command = host.run(pip.command, [
    ...pip.args,
    ...downloadArguments(requirements, wheels, wheel.platform),
  ], {
    TMPDIR: temporary,
    // nothing is installed, so a user's rule that installs need a virtual environment does not apply
    PIP_REQUIRE_VIRTUALENV: "0",
    // pip 25.1 and later continues a broken download
    PIP_RESUME_RETRIES: "5",
    LC_ALL: "C.UTF-8",
  }, PYTHON_FOLDER).finally(() => running = false);
  const watch = async () => {
    while (running) {
      report(
        Math.min(
          wheel.size,
          Math.max(await bytesUnder(temporary), await bytesUnder(wheels)),
        ),
      );
      await new Promise<void>((done) => {
        const timer = setTimeout(done, interval);
        const finish = () => {
          clearTimeout(timer);
          done();
        };
        command.then(finish, finish);
      });
    }
  };
  const [result] = await Promise.all([command, watch()]);
  if (result === undefined || result.code !== 0) {
    throw explainPip(result?.stderr ?? "", wheel);
  }
  for await (const entry of Deno.readDir(wheels)) {
    if (entry.name.endsWith(".whl")) return join(wheels, entry.name);
  }
  throw new LibraryError(
    "python",
    `pip succeeded but left no wheel of ${wheel.project} ${wheel.version}`,
  );
}
