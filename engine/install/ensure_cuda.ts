import { basename, join } from "node:path";
import { cacheFolder } from "../library/cache_folder.ts";
import { CUDA_NOTE, missingCuda } from "../library/installed_cuda.ts";
import { type Host, systemHost } from "../library/host.ts";
import type { InstallProgress } from "../library/library.ts";
import { type CudaPackage, PINNED_CUDA } from "../library/pinned_cuda.ts";
import { demandSpace } from "./demand_space.ts";
import { downloadProgress, notedSizes } from "./download_progress.ts";
import { unpackWheel } from "./extract_wheel.ts";
import { installFolder, withFolderLock } from "./install.ts";
import { linkSolver } from "./link_solver.ts";
import { pipDownload } from "./pip_download.ts";
import { refuseOffline } from "./refuse_offline.ts";
import { writeStream } from "./write_stream.ts";
import { openZipMember } from "./zip_member.ts";

/**
 * Downloads the pinned CUDA libraries that are missing beside the pinned TensorFlow, with the user's pip. A package that
 * is complete stays, whatever ends the others: the next call continues with those that are missing. Of two processes
 * that call it at once one downloads, and the other waits.
 *
 * @throws {LibraryError} With one line: what failed, and a remedy.
 */
export async function ensureCuda(
  options: {
    /** Receives the progress of the downloads and unpacking. */
    readonly report?: (progress: InstallProgress) => void;
    /** Default: this machine. */
    readonly host?: Host;
    /** Default: the pinned ones. */
    readonly packages?: readonly CudaPackage[];
  } = {},
): Promise<void> {
  const { host = systemHost(), packages = PINNED_CUDA } = options;
  const folder = join(cacheFolder(host), "nvidia");
  const first = await missingCuda(folder, packages);
  if (first.length > 0) {
    refuseOffline(host, {
      what: `the CUDA libraries (${names(first)})`,
      flags: "--install --gpu",
      folders: [folder],
    });
    await withFolderLock(folder, async () => {
      const missing = await missingCuda(folder, packages);
      await demandSpace(host, folder, {
        what: "the CUDA libraries",
        bytes: sum(missing, "unpacked") +
          Math.max(0, ...missing.map(({ size }) => size)),
      });
      const report = totalled(missing, options.report ?? (() => {}));
      for (const wanted of missing) {
        await installPackage(wanted, { host, folder, report });
      }
    });
  }
  await linkSolver(folder);
}

function names(packages: readonly CudaPackage[]): string {
  return packages.map(({ name, version }) => `${name} ${version}`).join(", ");
}

function sum(
  packages: readonly CudaPackage[],
  what: "size" | "unpacked",
): number {
  return packages.reduce((total, { [what]: bytes }) => total + bytes, 0);
}

/** Reports of single packages as parts of the whole; the first says how much it is. */
function totalled(
  packages: readonly CudaPackage[],
  report: (progress: InstallProgress) => void,
): (wanted: CudaPackage, bytes: number, note: string) => void {
  const download = sum(packages, "size");
  const unpacked = sum(packages, "unpacked");
  const progress = downloadProgress(download + unpacked, report);
  progress(
    0,
    `downloading ${packages.length} CUDA packages (${
      notedSizes(download, unpacked)
    })`,
  );
  return (wanted, bytes, note) => {
    const before = packages.slice(0, packages.indexOf(wanted));
    progress(sum(before, "size") + sum(before, "unpacked") + bytes, note);
  };
}

async function installPackage(
  wanted: CudaPackage,
  { host, folder, report }: {
    readonly host: Host;
    readonly folder: string;
    readonly report: (
      wanted: CudaPackage,
      bytes: number,
      note: string,
    ) => void;
  },
): Promise<void> {
  const { name, version, size, sha256, unpacked } = wanted;
  await installFolder(folder, wanted.folder, async (content, scratch) => {
    const path = await pipDownload(
      { ...wanted, project: `nvidia-${name}-cu12` },
      {
        host,
        folder: scratch,
        report: (bytes) =>
          report(wanted, bytes, `downloading CUDA ${name} ${version}`),
      },
    );
    const files: Record<string, number> = {};
    const lib = join(content, "lib");
    await Deno.mkdir(lib);
    await unpackWheel(path, sha256, async (entries) => {
      const member = new RegExp(
        `^nvidia/${wanted.folder}/lib/(lib[^/]+\\.so[^/]*)$`,
      );
      let before = 0;
      for (const entry of entries) {
        const file = member.exec(entry.name)?.[1];
        if (file === undefined) continue;
        const written = await writeStream(
          await openZipMember(path, entry),
          join(lib, file),
          (bytes) => report(wanted, size + before + bytes, `unpacking ${file}`),
        );
        before += written.size;
        files[file] = written.size;
      }
      if (before !== unpacked) {
        throw new SyntaxError(
          `Expected ${unpacked} bytes of libraries but found ${before}`,
        );
      }
    });
    await Deno.writeTextFile(
      join(content, CUDA_NOTE),
      JSON.stringify({ package: basename(path), sha256, files }, null, 1),
    );
  });
}
