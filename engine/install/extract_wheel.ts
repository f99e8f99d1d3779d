import { basename, join } from "node:path";
import { readZipDirectory, type ZipEntry } from "../../common/zip_directory.ts";
import { hashFile } from "../../common/hash_file.ts";
import { LibraryError } from "../library/library_error.ts";
import type { PinnedFile, PinnedWheel } from "../library/pinned.ts";
import { writeStream } from "./write_stream.ts";
import { openZipMember } from "./zip_member.ts";

/**
 * Unpacks the two shared libraries of a wheel into `folder`. The wheel's SHA-256 is checked before, the size and
 * SHA-256 of each library after it.
 *
 * @throws {LibraryError} When a hash differs, the wheel is damaged or the disk is full.
 */
export async function extractWheel(
  path: string,
  folder: string,
  { wheel, report }: {
    readonly wheel: PinnedWheel;
    readonly report: (bytes: number, member: string) => void;
  },
): Promise<void> {
  await unpackWheel(path, wheel.sha256, async (entries) => {
    let before = 0;
    for (const file of [wheel.framework, wheel.library]) {
      const target = join(folder, basename(file.member));
      before += await extractFile(path, entries, {
        file,
        target,
        report: (bytes) => report(before + bytes, basename(target)),
      });
    }
  });
}

/**
 * Checks the SHA-256 of a wheel and hands out its directory to what unpacks it.
 *
 * @throws {LibraryError} When the hash differs or the wheel is damaged.
 */
export async function unpackWheel(
  path: string,
  sha256: string,
  unpack: (entries: readonly ZipEntry[]) => Promise<void>,
): Promise<void> {
  const found = await hashFile(path);
  if (found !== sha256) {
    throw new LibraryError(
      "hash",
      `Expected sha256 ${sha256} but found ${found} in ${basename(path)}`,
    );
  }
  try {
    await unpack(readZipDirectory(path));
  } catch (error) {
    // of the archive and of the unpacking
    if (!(error instanceof SyntaxError || error instanceof TypeError)) {
      throw error;
    }
    throw new LibraryError(
      "damaged",
      `Cannot unpack ${basename(path)}: ${error.message}`,
      { cause: error },
    );
  }
}

/** Unpacks one library and returns its bytes. */
async function extractFile(
  path: string,
  entries: readonly ZipEntry[],
  { file, target, report }: {
    readonly file: PinnedFile;
    readonly target: string;
    readonly report: (bytes: number) => void;
  },
): Promise<number> {
  const entry = entries.find(({ name }) => name === file.member);
  if (entry === undefined) throw new SyntaxError(`${file.member} not found`);
  const written = await writeStream(
    await openZipMember(path, entry),
    target,
    report,
  );
  if (written.size !== file.size || written.sha256 !== file.sha256) {
    throw new LibraryError(
      "hash",
      `Expected ${file.size} bytes with sha256 ${file.sha256} but found ${written.size} with ${written.sha256} in ${file.member}`,
    );
  }
  return written.size;
}
