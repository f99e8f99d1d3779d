import type { z } from "zod";

/**
 * Reads a JSON file.
 *
 * @throws {TypeError} If it is none; the message names the file.
 */
export async function readJsonFile(path: string): Promise<unknown> {
  const text = await Deno.readTextFile(path);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new TypeError(`Expected JSON but found other text in ${path}`, {
      cause,
    });
  }
}

/**
 * Checks a value of a file of alphas.
 *
 * @throws {TypeError} If it has another form; the message names the file and the place in it.
 */
export function checkedAlphas<T>(
  schema: z.ZodType<T>,
  value: unknown,
  path: string,
): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const { message, path: place } = parsed.error.issues[0]!;
  throw new TypeError(
    `Expected alphas but found another value in ${path} at ${
      place.join(".")
    }: ${message}`,
  );
}
