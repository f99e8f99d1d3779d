/** Lower-case letters of a name in order, and its numbers. */
function spelling(name: string): { letters: string; numbers: string } {
  const plain = name.toLowerCase();
  return {
    letters: plain.replaceAll(/[^a-z]/g, ""),
    numbers: plain.match(/\d+/g)?.join("x") ?? "",
  };
}

/** True where one letter was left out of `full`. */
function lacksOne(text: string, full: string): boolean {
  return text.length === full.length - 1 &&
    [...full].some((_, at) => full.slice(0, at) + full.slice(at + 1) === text);
}

/** True where two neighbouring letters changed places. */
function swapsTwo(text: string, other: string): boolean {
  return [...text].some((_, at) =>
    text.slice(0, at) + (text[at + 1] ?? "") + text[at] + text.slice(at + 2) ===
      other
  );
}

/**
 * The text ` (did you mean x?)` where a name can only be a slip of one operation: another case or other separators, or
 * one letter left out, doubled or swapped. Another number or another letter may name another operation
 * (`sep_conv_1x1`, `min_pool_3x3`), so that no hint is given.
 *
 * @param found What was written.
 * @param known Names of the operations that are allowed.
 *
 * @example
 * ```ts
 * import { operationHint } from "./operation_hint.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const known = ["noise", "sep_conv_3x3"];
 * assertEquals(operationHint("SepConv3x3", known), " (did you mean sep_conv_3x3?)");
 * assertEquals(operationHint("sep_conv_1x1", known), "");
 * assertEquals(operationHint("none", known), "");
 * ```
 */
export function operationHint(
  found: string,
  known: readonly string[],
): string {
  const own = spelling(found);
  const alike = known.filter((name) => {
    const { letters, numbers } = spelling(name);
    return numbers === own.numbers && (letters === own.letters ||
      lacksOne(own.letters, letters) || lacksOne(letters, own.letters) ||
      swapsTwo(own.letters, letters));
  });
  return alike.length === 1 ? ` (did you mean ${alike[0]}?)` : "";
}
