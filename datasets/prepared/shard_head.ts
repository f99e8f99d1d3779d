import { readInto } from "../../common/read_into.ts";
import {
  readSafetensorsHeader,
  type TensorPlace,
} from "../../engine/safetensors.ts";

/**
 * Reads where the tensors of a shard lie, and no tensor.
 *
 * @throws {SyntaxError} If the header is damaged or the file is cut off.
 */
export function shardHead(
  file: Deno.FsFile,
  path: string,
): Record<string, TensorPlace> {
  const read = (start: number, length: number) => {
    const bytes = new Uint8Array(length);
    readInto(file, start, bytes);
    return bytes;
  };
  const { size } = file.statSync();
  return readSafetensorsHeader({ size, read }, path).tensors;
}
