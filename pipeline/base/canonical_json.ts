/** A value that JSON can carry. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json };

/**
 * Canonical JSON text of a value (RFC 8785): keys sorted by UTF-16 units, numbers as ECMAScript writes them.
 *
 * Members that are `undefined` are left out, as `JSON.stringify` does. Throws a `TypeError` for what JSON cannot
 * carry: non-finite numbers, functions, big integers, dates, maps and lone surrogates.
 *
 * @returns The text; equal for equal values, whatever the order of keys.
 *
 * @example Order of keys and spelling of numbers do not matter
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(canonicalJson({ b: 1e-3, a: 1.0 }), '{"a":1,"b":0.001}');
 * ```
 */
export function canonicalJson(value: unknown): string {
  return write(value, "$");
}

function write(value: unknown, place: string): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) {
      throw new TypeError(
        `Expected a finite number but found ${value} in ${place}`,
      );
    }
    return JSON.stringify(value);
  }
  if (typeof value === "string") return writeText(value, place);
  if (Array.isArray(value)) {
    return `[${
      value.map((item, index) => write(item, `${place}[${index}]`)).join(",")
    }]`;
  }
  if (typeof value === "object" && isPlain(value)) {
    const members: string[] = [];
    for (const key of Object.keys(value).sort()) {
      const member = (value as Record<string, unknown>)[key];
      if (member === undefined) continue;
      members.push(
        `${writeText(key, place)}:${write(member, `${place}.${key}`)}`,
      );
    }
    return `{${members.join(",")}}`;
  }
  throw new TypeError(
    `Expected a JSON value but found ${describe(value)} in ${place}`,
  );
}

function writeText(text: string, place: string): string {
  if (!text.isWellFormed()) {
    throw new TypeError(
      `Expected well-formed text but found a lone surrogate in ${place}`,
    );
  }
  return JSON.stringify(text);
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

function describe(value: unknown): string {
  return typeof value === "object" && value !== null
    ? value.constructor.name
    : typeof value;
}
