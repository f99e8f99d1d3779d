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
  return write(value, undefined);
}

/** Where a value stands, for messages: its key or index below another place. */
interface Place {
  readonly above: Place | undefined;
  readonly key: string | number;
}

function write(value: unknown, place: Place | undefined): string {
  if (typeof value === "string") return writeText(value, place);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) {
      throw new TypeError(
        `Expected a finite number but found ${value} in ${placeText(place)}`,
      );
    }
    return String(value);
  }
  if (value === null || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) {
    let text = "[";
    for (let key = 0; key < value.length; key++) {
      if (key > 0) text += ",";
      text += write(value[key], { above: place, key });
    }
    return `${text}]`;
  }
  if (typeof value === "object" && isPlain(value)) {
    let text = "{";
    for (const key of Object.keys(value).sort()) {
      const member = (value as Record<string, unknown>)[key];
      if (member === undefined) continue;
      if (text.length > 1) text += ",";
      text += `${writeText(key, place)}:${
        write(member, { above: place, key })
      }`;
    }
    return `${text}}`;
  }
  throw new TypeError(
    `Expected a JSON value but found ${describe(value)} in ${placeText(place)}`,
  );
}

/** Text that needs no escapes. */
const PLAIN = /^[ !#-[\]-~]*$/;

function writeText(text: string, place: Place | undefined): string {
  if (PLAIN.test(text)) return `"${text}"`;
  if (!text.isWellFormed()) {
    throw new TypeError(
      `Expected well-formed text but found a lone surrogate in ${
        placeText(place)
      }`,
    );
  }
  return JSON.stringify(text);
}

function placeText(place: Place | undefined): string {
  if (place === undefined) return "$";
  const { above, key } = place;
  return placeText(above) + (typeof key === "number" ? `[${key}]` : `.${key}`);
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
