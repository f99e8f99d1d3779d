import { dirname, join } from "node:path";
import { cacheFolder } from "../library/cache_folder.ts";
import { demandSpace } from "./demand_space.ts";
import { downloadProgress, notedSizes } from "./download_progress.ts";
import { extractWheel } from "./extract_wheel.ts";
import { fetchArchive } from "./fetch_archive.ts";
import { hashFile } from "../../common/hash_file.ts";
import { rememberedDigest } from "../library/file_digest.ts";
import { usesPinnedCuda } from "../library/cuda_choice.ts";
import { type Device, deviceHere } from "../library/device_class.ts";
import { type Host, systemHost } from "../library/host.ts";
import { installFolder, withFolderLock } from "./install.ts";
import type { InstallProgress, TensorflowLibrary } from "../library/library.ts";
import { LibraryError } from "../library/library_error.ts";
import { cachedWheel, locateTensorflow } from "../library/locate.ts";
import {
  installedPaths,
  PINNED_ARCHIVES,
  type PinnedArchive,
  type PinnedWheel,
} from "../library/pinned.ts";
import { pipDownload } from "./pip_download.ts";
import { refuseOffline } from "./refuse_offline.ts";
import { pinnedWheelFor } from "../library/platform.ts";

async function installWheel(
  wheel: PinnedWheel,
  options: {
    host: Host;
    folder: string;
    report: (progress: InstallProgress) => void;
  },
): Promise<TensorflowLibrary> {
  const { host, folder } = options;
  const unpacked = wheel.library.size + wheel.framework.size;
  const total = wheel.size + unpacked;
  await demandSpace(host, folder, { what: "libtensorflow", bytes: total });
  const report = downloadProgress(total, options.report);
  await installFolder(folder, wheel.folder, async (content, scratch) => {
    const path = await pipDownload(wheel, {
      host,
      folder: scratch,
      report: (bytes) =>
        report(
          bytes,
          `downloading ${wheel.project} ${wheel.version} (${
            notedSizes(wheel.size, unpacked)
          })`,
        ),
    });
    await extractWheel(path, content, {
      wheel,
      report: (bytes, member) =>
        report(wheel.size + bytes, `unpacking ${member}`),
    });
    report(total, `installed ${wheel.project} ${wheel.version}`);
  });
  const { version, variant } = wheel;
  return {
    ...installedPaths(wheel, folder),
    version,
    source: "download",
    sha256: wheel.library.sha256,
    variant,
  };
}

const ARCHIVE_LIBRARIES = [
  "libtensorflow.so.2",
  "libtensorflow_framework.so.2",
];
/** File beside the libraries of an archive with their digests. */
const DIGESTS = "digests.json";

/** True if the libraries of a cached archive are those that were in it; also for one that was installed without digests. */
async function isArchiveIntact(
  { path, framework }: TensorflowLibrary,
  folder: string,
): Promise<boolean> {
  let noted: unknown;
  try {
    noted = JSON.parse(await Deno.readTextFile(join(dirname(path), DIGESTS)));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return true;
    if (error instanceof SyntaxError) return false;
    throw error;
  }
  return Array.isArray(noted) &&
    noted[0] === await rememberedDigest(path, folder) &&
    noted[1] === await rememberedDigest(framework, folder);
}

async function installArchive(
  archive: PinnedArchive,
  options: { folder: string; report: (progress: InstallProgress) => void },
): Promise<TensorflowLibrary> {
  const { version, variant } = archive;
  const note = `downloading libtensorflow ${version} (C archive)`;
  const target = await installFolder(
    options.folder,
    archive.folder,
    async (content) => {
      await fetchArchive(archive, content, {
        report: (done, total) =>
          options.report({
            done,
            total: Math.max(done, total),
            unit: "byte",
            note,
          }),
      });
      // The archive is pinned as a whole: what was in it is noted.
      const digests = ARCHIVE_LIBRARIES.map((name) =>
        hashFile(join(content, name))
      );
      await Deno.writeTextFile(
        join(content, DIGESTS),
        JSON.stringify(await Promise.all(digests)),
      );
    },
  );
  return {
    path: join(target, "libtensorflow.so.2"),
    framework: join(target, "libtensorflow_framework.so.2"),
    version,
    source: "archive",
    variant,
  };
}

/** True if the cached libraries are the pinned ones. */
async function isIntact(
  library: TensorflowLibrary,
  wheel: PinnedWheel,
  folder: string,
): Promise<boolean> {
  return await rememberedDigest(library.path, folder) ===
      wheel.library.sha256 &&
    await rememberedDigest(library.framework, folder) ===
      wheel.framework.sha256;
}

/**
 * Finds libtensorflow like {@linkcode locateTensorflow}, or downloads it: the pinned wheel with the user's pip, or if
 * that fails, the official archive of the C API. A damaged copy in the cache is downloaded again. Of two processes that
 * call it at once one downloads, and the other waits.
 *
 * @throws {LibraryError} With one line: what failed, and a remedy.
 */
export async function ensureTensorflow(
  options: {
    /** Receives the progress of a download and an unpacking. */
    readonly report?: (progress: InstallProgress) => void;
    /** Default: this machine. */
    readonly host?: Host;
    /** Default: a GPU where there is one. */
    readonly device?: Device;
    /** Default: the pinned wheel for this machine and device. */
    readonly wheel?: PinnedWheel;
    /** Fallback; default: the pinned archive for this machine, if any. */
    readonly archive?: PinnedArchive;
  } = {},
): Promise<TensorflowLibrary> {
  const host = options.host ?? systemHost();
  const report = options.report ?? (() => {});
  const device = options.device ?? await deviceHere(host);
  const located = await locateTensorflow({ host, device });
  if (located !== null && located.source !== "cache") return located;
  const wheel = options.wheel ?? await pinnedWheelFor(host, device);
  const folder = cacheFolder(host);
  if (
    located !== null && dirname(located.path) !== join(folder, wheel.folder) &&
    await isArchiveIntact(located, folder)
  ) return located;
  const installed = async () => {
    const found = await cachedWheel(wheel, folder);
    return found !== null && await isIntact(found, wheel, folder)
      ? found
      : null;
  };
  const there = await installed();
  if (there !== null) return there;
  refuseOffline(host, {
    what: `${wheel.project} ${wheel.version}`,
    flags: device === "gpu" ? "--install --gpu" : "--install",
    folders: [
      join(folder, wheel.folder),
      ...(device === "gpu" && usesPinnedCuda(host, undefined)
        ? [join(folder, "nvidia")]
        : []),
    ],
  });
  return await withFolderLock(folder, async () => {
    const other = await installed();
    if (other !== null) return other;
    const archive = options.archive ??
      (host.arch === "x86_64"
        ? PINNED_ARCHIVES.find(({ variant }) => variant === wheel.variant)
        : undefined);
    return await installEither(wheel, archive, { host, folder, report });
  });
}

/** Installs the wheel, or where pip or the network fails, the archive. */
async function installEither(
  wheel: PinnedWheel,
  archive: PinnedArchive | undefined,
  options: Parameters<typeof installWheel>[1],
): Promise<TensorflowLibrary> {
  try {
    return await installWheel(wheel, options);
  } catch (error) {
    if (
      archive === undefined || !(error instanceof LibraryError) ||
      (error.failure !== "python" && error.failure !== "network")
    ) throw error;
    try {
      return await installArchive(archive, options);
    } catch (second) {
      if (!(second instanceof LibraryError)) throw second;
      throw new LibraryError(
        error.failure,
        `${error.message}; fallback: ${second.message}`,
        { cause: second },
      );
    }
  }
}
