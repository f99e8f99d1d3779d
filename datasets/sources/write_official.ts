import { createHash } from "node:crypto";
import { join } from "node:path";
import type { OfficialFile } from "../catalogue/spec.ts";

/**
 * Writes an official file after a check of its length and SHA-256, if they are known.
 *
 * @throws {RangeError} With the file, what was expected and what was found.
 */
export async function writeOfficial(
  folder: string,
  file: OfficialFile,
  bytes: Uint8Array,
): Promise<void> {
  if (file.sha256 !== undefined) {
    const found = createHash("sha256").update(bytes).digest("hex");
    if (bytes.length !== file.size || found !== file.sha256) {
      throw new RangeError(
        `Expected ${file.size} bytes with sha256 ${file.sha256} but found ${bytes.length} with ${found} in ${file.name}`,
      );
    }
  } else if (file.size !== undefined && bytes.length !== file.size) {
    throw new RangeError(
      `Expected ${file.size} bytes but found ${bytes.length} in ${file.name}`,
    );
  }
  await Deno.writeFile(join(folder, file.name), bytes);
}
