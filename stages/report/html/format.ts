import type { Aggregate } from "../statistics/aggregate.ts";

/**
 * Formats a number; an en dash for a missing one. `like` is a number that shares its unit, such as the mean of a
 * deviation; `bare` leaves the unit out.
 */
export type Formatter = (
  value: number | null,
  options?: { readonly like?: number; readonly bare?: boolean },
) => string;

const NONE = "–";

/** A share as a percentage. */
export function percent(digits = 1): Formatter {
  return (value, { bare = false } = {}) =>
    value === null
      ? NONE
      : `${(value * 100).toFixed(digits)}${bare ? "" : " %"}`;
}

/** A difference of two percentages, in percentage points. */
export function points(digits = 1): Formatter {
  return (value, { bare = false } = {}) =>
    value === null
      ? NONE
      : `${(value * 100).toFixed(digits)}${bare ? "" : " points"}`;
}

/** A number with a fixed count of decimals. */
export function fixed(digits: number): Formatter {
  return (value) => value === null ? NONE : value.toFixed(digits);
}

const UNITS = [[1e9, " G"], [1e6, " M"], [1e3, " k"]] as const;

/** A large count with a unit and at least three digits: `1.23 M`. */
export const count: Formatter = (value, { like, bare = false } = {}) => {
  if (value === null) return NONE;
  const size = like ?? value;
  const [scale, unit] = UNITS.find(([least]) => size >= least) ?? [1, ""];
  const digits = scale === 1
    ? 0
    : Math.max(1, 2 - Math.floor(Math.log10(size / scale)));
  return `${(value / scale).toFixed(digits)}${bare ? "" : unit}`;
};

/** A whole number with commas. */
export function whole(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** Mean and sample standard deviation; the mean alone for a single value. */
export function meanStd({ mean, std }: Aggregate, format: Formatter): string {
  if (mean === null || std === null) return format(mean);
  const unit = format(mean).slice(format(mean, { bare: true }).length);
  const like = { like: mean, bare: true };
  return `${format(mean, like)} ± ${format(std, like)}${unit}`;
}

/** Name of a search space for readers: `S3`, `NAS-Bench-201`, `NAS-Bench-1Shot1 space 2`, or that of a pipeline file. */
export function spaceTitle(space: string): string {
  if (space === "nasbench201") return "NAS-Bench-201";
  if (space === "recurrent") return "recurrent cells";
  const number = /^nasbench1shot1-(\d)$/.exec(space)?.[1];
  if (number !== undefined) return `NAS-Bench-1Shot1 space ${number}`;
  return /^(?:s[1-4]|darts)$/.test(space) ? space.toUpperCase() : space;
}

/** `1 seed`, `2 seeds`, `2 searches`. */
export function plural(n: number, noun: string): string {
  const ending = /[rt]ch$/.test(noun) ? "es" : "s";
  return `${n} ${noun}${n === 1 ? "" : ending}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function enumerate(words: readonly string[]): string {
  return words.length < 2
    ? words.join("")
    : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
