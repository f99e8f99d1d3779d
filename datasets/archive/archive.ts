/** A file inside an archive. */
export interface ArchiveMember {
  /** Path inside the archive, with `/` between its steps and nothing that leads out of it. */
  readonly name: string;
  readonly size: number;
}

/** A file inside an archive with its bytes. */
export interface ArchiveFile extends ArchiveMember {
  readonly bytes: Uint8Array;
}

/** An archive whose table of contents has been read and checked. */
export interface Archive {
  readonly path: string;
  /** Files in the order of the archive. */
  readonly members: readonly ArchiveMember[];
  /** Paths of the folders that have a member of their own, empty ones for example. */
  readonly folders: ReadonlySet<string>;
  /** Reads the files at ascending positions of `members`, one at a time. */
  read(positions: readonly number[]): AsyncIterable<ArchiveFile>;
}

/** Bytes of the largest file that is read: a file is held in memory. */
export const LARGEST_MEMBER = 1 << 30;

/** Most files of an archive: their names are held in memory. ImageNet has 1.3 million. */
export const MOST_MEMBERS = 2_000_000;

/** Most bytes that a small archive may unpack to, and how many times its size a large one may. */
export const EXPANSION = { least: 1 << 26, factor: 20 };

/**
 * Most bytes that an archive may unpack to: images and records are packed less than twentyfold, an attack a
 * thousandfold.
 */
export function unpackedLimit(packed: number): number {
  return Math.max(EXPANSION.least, EXPANSION.factor * packed);
}

/** Throws if a member, or the sum so far, is larger than in any data set. */
export function checkSizes(
  sizes: { readonly member: number; readonly sum: number },
  { packed, place }: { readonly packed: number; readonly place: string },
): void {
  if (sizes.member > LARGEST_MEMBER) {
    throw new RangeError(
      `Expected at most ${LARGEST_MEMBER} bytes but found ${sizes.member} in ${place}`,
    );
  }
  const limit = unpackedLimit(packed);
  if (sizes.sum > limit) {
    throw new RangeError(
      `Expected at most ${limit} bytes in an archive of ${packed} but found ${sizes.sum} up to ${place}`,
    );
  }
}
