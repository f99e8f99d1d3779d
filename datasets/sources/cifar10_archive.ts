import { basename, join } from "node:path";
import {
  CIFAR10_ARCHIVE,
  CIFAR10_FILES,
  type OfficialFile,
} from "../cifar10.ts";
import { download } from "../download.ts";
import { readTarGz } from "../tar_gz.ts";
import type { SourceContext } from "./source.ts";
import { writeOfficial } from "./write_official.ts";

/** An archive of the official files. */
export interface Archive {
  /** Address: http, https or file. */
  readonly url: string;
  /** Bytes. */
  readonly size: number;
  /** SHA-256 of the bytes. */
  readonly sha256: string;
  /** Files that it must hold. */
  readonly files: readonly OfficialFile[];
}

/** CIFAR-10's binary version as its author publishes it, or a copy of it at another address. */
export function officialArchive(url: string = CIFAR10_ARCHIVE.url): Archive {
  return { ...CIFAR10_ARCHIVE, url, files: CIFAR10_FILES };
}

/** Downloads an archive and unpacks the official files, each checked by its SHA-256. */
export async function fetchFromArchive(
  archive: Archive,
  context: SourceContext,
): Promise<void> {
  const { output, scratch, report, signal } = context;
  const unpacked = archive.files.reduce((sum, file) => sum + file.size, 0);
  const total = archive.size + unpacked;
  const path = join(scratch, "cifar-10-binary.tar.gz");
  const host = archive.url.startsWith("file:")
    ? "a local copy"
    : new URL(archive.url).host;
  await download({
    url: archive.url,
    path,
    size: archive.size,
    digest: { algorithm: "sha256", hex: archive.sha256 },
    report: (done) => report(done, total, `downloading from ${host}`),
    ...(signal === undefined ? {} : { signal }),
  });
  const missing = new Map(archive.files.map((file) => [file.name, file]));
  let done = archive.size;
  for await (
    const { name, bytes } of readTarGz(
      path,
      (name) => missing.has(basename(name)),
    )
  ) {
    signal?.throwIfAborted();
    const file = missing.get(basename(name));
    if (file === undefined) continue;
    await writeOfficial(output, file, bytes);
    missing.delete(file.name);
    report(done += file.size, total, `unpacked ${file.name}`);
  }
  if (missing.size > 0) {
    throw new RangeError(
      `Expected ${
        [...missing.keys()].join(", ")
      } but found no such file in ${archive.url}`,
    );
  }
}
