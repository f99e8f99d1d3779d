const TOKENS = /"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g;

/** Marks a quoted `NaN` or `Infinity`; no JSON text can hold this character unescaped. */
const MARK = "\u0000";

/**
 * Parses JSON with bare `NaN`, `Infinity` and `-Infinity`, as Python writes them.
 *
 * Throws a `SyntaxError` for any other text that is not JSON.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parseTolerant } from "./tolerant_json.ts";
 *
 * assertEquals(parseTolerant('{"loss": NaN, "note": "NaN"}'), { loss: NaN, note: "NaN" });
 * ```
 */
export function parseTolerant(text: string): unknown {
  const marked = text.replace(
    TOKENS,
    (token) => token.startsWith('"') ? token : JSON.stringify(MARK + token),
  );
  return JSON.parse(
    marked,
    (_key, value) =>
      typeof value === "string" && value.startsWith(MARK)
        ? Number(value.slice(MARK.length))
        : value,
  );
}

/**
 * Numbers inside a value by the path to them, such as `rows.0.test_error`.
 *
 * @param absent What `null` counts as, which JSON has in place of NaN, or what gives it for a path; it is left out by
 * default.
 */
export function numericLeaves(
  value: unknown,
  absent?: number | ((path: string) => number),
): Map<string, number> {
  const found = new Map<string, number>();
  const visit = (value: unknown, path: string): void => {
    if (typeof value === "number") found.set(path, value);
    else if (value === null && absent !== undefined) {
      found.set(path, typeof absent === "number" ? absent : absent(path));
    } else if (typeof value === "object" && value !== null) {
      for (const [name, member] of Object.entries(value)) {
        visit(member, path === "" ? name : `${path}.${name}`);
      }
    }
  };
  visit(value, "");
  return found;
}
