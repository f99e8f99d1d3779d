import { z } from "zod";
import { sha256 } from "./digest.ts";
import { readTextIfThere } from "./read_files.ts";
import { writeAtomic } from "./write_atomic.ts";

const HEAD = '{\n "check": "';
const TAIL = '",';
const DIGITS = 64;

/** Shape of an object of texts. `z.record` takes ten times as long, and there are objects of ten thousand. */
export const TEXT_MAP = z.custom<Record<string, string>>((value) =>
  typeof value === "object" && value !== null && !Array.isArray(value) &&
  Object.values(value).every((text) => typeof text === "string")
);

/** Value of a file of the cache; `undefined`: no file; `damaged`: other content than was written. */
export type Sealed<T> = T | "damaged" | undefined;

/**
 * Writes an object as JSON whose first property is the hash of the rest, so that a flipped bit is noticed.
 *
 * @param value An object with at least one property.
 * @param temp Folder on the same disk for the temporary file.
 * @param durable False: no fsync.
 */
export function writeSealed(
  path: string,
  value: object,
  temp: string,
  durable = true,
): void {
  writeAtomic(path, sealedText(value), temp, durable);
}

/** The text that {@linkcode writeSealed} writes. */
export function sealedText(value: object): string {
  const body = `${JSON.stringify(value, null, 1).slice(1)}\n`;
  return `${HEAD}${sha256(body)}${TAIL}${body}`;
}

/**
 * Reads a file of {@linkcode writeSealed}; an object without a hash, of an older version, is accepted if it has the
 * shape.
 *
 * @param shape What the object must have; it may have more. Without it the caller checks the object.
 */
export function readSealed<T extends object>(
  path: string,
  shape?: z.ZodType<T>,
): Sealed<T> {
  const text = readTextIfThere(path);
  const found = text === undefined ? undefined : openSealed<T>(text);
  const sound = typeof found !== "object" || shape === undefined ||
    shape.safeParse(found).success;
  return sound ? found : "damaged";
}

/** Parses the text of a sealed file. */
export function openSealed<T extends object>(text: string): T | "damaged" {
  if (text.startsWith(HEAD)) {
    const body = text.slice(HEAD.length + DIGITS + TAIL.length);
    const check = text.slice(HEAD.length, HEAD.length + DIGITS);
    if (sha256(body) !== check) return "damaged";
  }
  try {
    const found: unknown = JSON.parse(text);
    if (typeof found !== "object" || found === null) return "damaged";
    const { check: _, ...value } = found as Record<string, unknown>;
    return value as T;
  } catch {
    return "damaged";
  }
}

/** Reads a file that only saves time or serves messages: a damaged one counts as missing. */
export function readIfSound<T extends object>(
  path: string,
  shape: z.ZodType<T>,
): T | undefined {
  const found = readSealed(path, shape);
  return found === "damaged" ? undefined : found;
}
