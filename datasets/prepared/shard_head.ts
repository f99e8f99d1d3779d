import { readInto } from "../../common/read_into.ts";

/** Where a tensor lies in a shard. */
export interface ShardTensor {
  /** Element type. */
  readonly dtype: string;
  /** Size of each dimension. */
  readonly shape: readonly number[];
  /** First byte. */
  readonly start: number;
  /** Byte after the last. */
  readonly end: number;
}

/** Longest header that is read: a shard holds four tensors. */
const LONGEST = 1 << 16;

/**
 * Reads where the tensors of a safetensors file lie, and no tensor.
 *
 * @throws {SyntaxError} If the header is damaged or the file is cut off.
 */
export function shardHead(
  file: Deno.FsFile,
  path: string,
): Record<string, ShardTensor> {
  const fail = (expected: string, found: unknown): never => {
    throw new SyntaxError(`Expected ${expected} but found ${found} in ${path}`);
  };
  const { size } = file.statSync();
  const first = new Uint8Array(8);
  if (!readInto(file, 0, first)) fail("a header of 8 bytes", `${size} bytes`);
  const length = new DataView(first.buffer).getBigUint64(0, true);
  if (length > BigInt(LONGEST)) {
    fail(`a header of at most ${LONGEST} bytes`, length);
  }
  const bytes = new Uint8Array(Number(length));
  if (!readInto(file, 8, bytes)) {
    fail(`a header of ${length} bytes`, `${size - 8} bytes`);
  }
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    fail("a JSON header", "other bytes");
  }
  const base = 8 + Number(length);
  let end = base;
  const tensors: Record<string, ShardTensor> = {};
  for (const [name, entry] of Object.entries(header ?? {})) {
    const { dtype, shape, data_offsets: offsets } = entry as {
      dtype?: unknown;
      shape?: unknown;
      data_offsets?: unknown;
    };
    if (
      typeof dtype !== "string" || !Array.isArray(shape) ||
      !Array.isArray(offsets) || offsets.length !== 2 ||
      ![...shape, ...offsets].every((n) => Number.isSafeInteger(n) && n >= 0)
    ) return fail("dtype, shape and data_offsets", JSON.stringify(entry));
    const tensor = {
      dtype,
      shape,
      start: base + offsets[0],
      end: base + offsets[1],
    };
    end = Math.max(end, tensor.end);
    tensors[name] = tensor;
  }
  if (end !== size) fail(`${end} bytes`, size);
  return tensors;
}
