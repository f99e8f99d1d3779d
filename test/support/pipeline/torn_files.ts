// Damages files of a cache as a broken disk does.
import type { RandomStream } from "../../../engine/philox.ts";
import { filesBelow } from "../stages/files_below.ts";

/** Damage of a file. */
export interface Tear {
  /** Path below the folder. */
  readonly path: string;
  /** How. */
  readonly how: "cut" | "flipped" | "gone" | "emptied";
}

/**
 * Damages a random file below a folder, as a broken disk or a torn write does.
 *
 * @param folder The folder.
 * @param random Chooses file and damage.
 * @param skip Folders directly below it that stay as they are.
 */
export function tearFile(
  folder: string,
  random: RandomStream,
  skip: readonly string[] = [],
): Tear | undefined {
  const files = filesBelow(folder)
    .map((path) => path.slice(folder.length + 1))
    .filter((path) => !skip.includes(path.split("/")[0]!));
  const path = files[random.below(Math.max(1, files.length))];
  if (path === undefined) return undefined;
  const how = (["cut", "flipped", "gone", "emptied"] as const)[
    random.below(4)
  ]!;
  const full = `${folder}/${path}`;
  const bytes = Deno.readFileSync(full);
  if (how === "gone") {
    Deno.removeSync(full);
    return { path, how };
  }
  if (bytes.length === 0) return undefined;
  const { mode } = Deno.statSync(full);
  Deno.chmodSync(full, 0o644);
  if (how === "flipped") bytes[random.below(bytes.length)]! ^= 1;
  Deno.writeFileSync(
    full,
    bytes.subarray(
      0,
      how === "cut"
        ? random.below(bytes.length)
        : how === "emptied"
        ? 0
        : bytes.length,
    ),
  );
  Deno.chmodSync(full, mode! & 0o777);
  return { path, how };
}
