import type { z } from "zod";

/** A part of a value by the path of an issue; `undefined` where it is missing. */
function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (part, key) =>
      typeof part === "object" && part !== null
        ? (part as Record<PropertyKey, unknown>)[key]
        : undefined,
    value,
  );
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/**
 * Reads a JSON artifact and checks it.
 *
 * @param path File.
 * @param schema What it must hold.
 * @throws {SyntaxError} If it is not JSON.
 * @throws {TypeError} If it holds something else: the message names the file, the field, what was found and what
 * was expected.
 */
export async function readArtifact<T>(
  path: string,
  schema: z.ZodType<T>,
): Promise<T> {
  const text = await Deno.readTextFile(path);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new SyntaxError(
      `Expected JSON but found ${show(text.slice(0, 40))} in ${path}`,
      { cause: error },
    );
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue!.path.join(".") || "the whole file";
  const expected = issue!.code === "invalid_type"
    ? issue!.expected
    : issue!.message;
  throw new TypeError(
    `Expected ${expected} but found ${
      show(at(value, issue!.path))
    } in ${path} at ${field}`,
    { cause: parsed.error },
  );
}
