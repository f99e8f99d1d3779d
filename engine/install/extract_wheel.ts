import { basename, join } from "node:path";
import { fileDigest } from "../library/file_digest.ts";
import { LibraryError } from "../library/library_error.ts";
import type { PinnedWheel } from "../library/pinned.ts";
import { writeStream } from "./write_stream.ts";
import { openZipMember, zipMembers } from "./zip_member.ts";

/**
 * Takes the two shared libraries out of a wheel into `folder`, after a check of
 * the wheel's SHA-256 and with a check of each library's size and SHA-256.
 *
 * @throws {LibraryError} When a hash differs, the wheel is damaged or the disk is full.
 */
export async function extractWheel(
  path: string,
  folder: string,
  options: {
    readonly wheel: PinnedWheel;
    readonly report: (bytes: number, member: string) => void;
  },
): Promise<void> {
  const { wheel, report } = options;
  const found = await fileDigest(path);
  if (found !== wheel.sha256) {
    throw new LibraryError(
      "hash",
      `Expected sha256 ${wheel.sha256} but found ${found} in ${basename(path)}`,
    );
  }
  using file = await Deno.open(path, { read: true });
  const members = await zipMembers(file);
  let before = 0;
  for (const pinned of [wheel.framework, wheel.library]) {
    const member = members.find(({ name }) => name === pinned.member);
    if (member === undefined) {
      throw new LibraryError(
        "damaged",
        `Expected ${pinned.member} but found no such member in ${
          basename(path)
        }`,
      );
    }
    const name = basename(pinned.member);
    const written = await writeStream(
      await openZipMember(file, member),
      join(folder, name),
      (bytes) => report(before + bytes, name),
    );
    if (written.size !== pinned.size || written.sha256 !== pinned.sha256) {
      throw new LibraryError(
        "hash",
        `Expected ${pinned.size} bytes with sha256 ${pinned.sha256} but found ${written.size} with ${written.sha256} in ${pinned.member}`,
      );
    }
    before += written.size;
  }
}
