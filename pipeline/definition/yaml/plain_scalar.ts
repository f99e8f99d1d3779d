/** Words that YAML 1.1 reads as booleans and YAML 1.2 as text. */
const OLD_BOOLEAN = /^(?:y|Y|yes|Yes|YES|n|N|no|No|NO|on|On|ON|off|Off|OFF)$/;
const SEXAGESIMAL = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;
const DATE = /^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt ]+[0-9]{1,2}:[0-9]{2}.*)?$/;
const LEADING_ZERO = /^[-+]?0[0-9]+(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?$/;
const SEPARATED =
  /^[-+]?(?:0[xob])?[0-9a-fA-F]*[0-9][0-9a-fA-F]*(?:_+[0-9a-fA-F]+)+_*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?$/;
const DECIMAL_SEPARATED =
  /^[-+]?[0-9][0-9_]*_[0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?$/;
const BASED = /^[-+]?0(?:o[0-7]+|b[01]+)$|^[-+]0x[0-9a-fA-F]+$/;
const TRAILING_ZERO = /^[-+]?[0-9]*\.[0-9]*[1-9]0+$/;
const INTEGER = /^[-+]?(?:[0-9]+|0x[0-9a-fA-F]+)$/;

/**
 * Finds unquoted YAML scalars that must be quoted or written otherwise, because readers of YAML disagree on them.
 *
 * These are scalars that YAML 1.1 and 1.2 read differently (`no`, `010`, `1:30`, `1_000`, dates, `0o17`), and numbers
 * that would change silently (`3.10`, whole numbers over 2^53, `.inf`).
 *
 * @param source The scalar as it is written.
 * @returns The accepted spellings, for a message; `undefined` when every reader agrees.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(ambiguity("no"), 'true, false or quoted text ("no")');
 * assertEquals(ambiguity("1e-3"), undefined);
 * ```
 */
export function ambiguity(source: string): string | undefined {
  if (OLD_BOOLEAN.test(source)) {
    return `true, false or quoted text ("${source}")`;
  }
  if (DATE.test(source)) return `a quoted date ("${source}")`;
  if (SEXAGESIMAL.test(source)) return `quoted text ("${source}")`;
  if (
    DECIMAL_SEPARATED.test(source) ||
    (/^[-+]?0[xob]/.test(source) && SEPARATED.test(source))
  ) {
    const digits = source.replaceAll("_", "");
    return `a number without _ (${digits}) or quoted text ("${source}")`;
  }
  if (LEADING_ZERO.test(source)) {
    return `a number without leading zeros (${
      Number(source)
    }) or quoted text ("${source}")`;
  }
  if (BASED.test(source)) {
    return `a decimal number or quoted text ("${source}")`;
  }
  if (/^[-+]?\.(?:inf|Inf|INF)$|^\.(?:nan|NaN|NAN)$/.test(source)) {
    return `a finite number or quoted text ("${source}")`;
  }
  if (INTEGER.test(source) && !Number.isSafeInteger(Number(source))) {
    return `a whole number within 2^53 or quoted text ("${source}")`;
  }
  if (isNumber(source) && !Number.isFinite(Number(source))) {
    return `a finite number or quoted text ("${source}")`;
  }
  if (TRAILING_ZERO.test(source)) {
    return `a number without trailing zeros (${
      Number(source)
    }) or quoted text ("${source}")`;
  }
  return undefined;
}

function isNumber(source: string): boolean {
  return /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/.test(
    source,
  );
}
