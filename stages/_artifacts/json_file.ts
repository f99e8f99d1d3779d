import type { z } from "zod";
import { NonFiniteError, nonFiniteMember } from "../../common/non_finite.ts";

/** Read-only input of a schema: a value to be written. */
export type ArtifactInput<T> = T extends object
  ? { readonly [K in keyof T]: ArtifactInput<T[K]> }
  : T;

/** Reader and writer of a kind of artifact: a producer cannot write what the reader refuses. */
export interface JsonArtifact<S extends z.ZodType> {
  /** Reads a file and checks it, as {@linkcode readArtifact} does. */
  readonly read: (path: string) => Promise<z.output<S>>;
  readonly write: (
    path: string,
    value: ArtifactInput<z.input<S>>,
  ) => Promise<void>;
}

/** Content of the files of an artifact. */
export type ArtifactContent<A extends Pick<JsonArtifact<z.ZodType>, "read">> =
  Awaited<ReturnType<A["read"]>>;

/** Makes reader and writer of the artifacts that a schema describes. */
export function jsonArtifact<S extends z.ZodType>(
  schema: S,
  indentation = 2,
): JsonArtifact<S> {
  return {
    read: (path) => readArtifact(path, schema),
    write: (path, value) => writeJsonFile(path, value, indentation),
  };
}

/**
 * Writes a value as JSON with a final newline: the same bytes for the same value.
 *
 * @throws {NonFiniteError} If a number in it is NaN or infinite, which JSON would silently turn into `null`.
 */
export async function writeJsonFile(
  path: string,
  value: unknown,
  indentation = 2,
): Promise<void> {
  const found = nonFiniteMember(value);
  if (found !== undefined) {
    throw new NonFiniteError(
      `Expected a finite number but found ${found.value} in ${path} at ${found.path}`,
    );
  }
  await Deno.writeTextFile(
    path,
    `${JSON.stringify(value, null, indentation)}\n`,
  );
}

/**
 * Reads a JSON file.
 *
 * @throws {SyntaxError} If it holds other text; the message names the file.
 */
export async function readJsonFile(path: string): Promise<unknown> {
  const text = await Deno.readTextFile(path);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SyntaxError(
      `Expected JSON but found ${shown(text.slice(0, 40))} in ${path}`,
      { cause },
    );
  }
}

/**
 * Checks the content of an artifact.
 *
 * @throws {TypeError} If the schema refuses it; the message names the file, the field, what was expected and found.
 */
export function checkArtifact<S extends z.ZodType>(
  content: unknown,
  schema: S,
  path: string,
): z.output<S> {
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  const field = issue.path.join(".") || "the whole file";
  throw new TypeError(
    `Expected ${expected(issue)} but found ${
      shown(part(content, issue.path))
    } in ${path} at ${field}`,
    { cause: parsed.error },
  );
}

/**
 * Reads a JSON artifact and checks it.
 *
 * @throws {SyntaxError} If the file is not JSON.
 * @throws {TypeError} If the schema refuses it, see {@linkcode checkArtifact}.
 */
export async function readArtifact<S extends z.ZodType>(
  path: string,
  schema: S,
): Promise<z.output<S>> {
  return checkArtifact(await readJsonFile(path), schema, path);
}

function expected(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_type") return issue.expected;
  if (issue.code === "invalid_union") return "another value";
  return issue.message.replace(/^(?:.*?: e|E)xpected /, "");
}

/** Part of a value at the path of an issue; `undefined` where it is missing. */
function part(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (whole, key) =>
      typeof whole === "object" && whole !== null
        ? (whole as Record<PropertyKey, unknown>)[key]
        : undefined,
    value,
  );
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
