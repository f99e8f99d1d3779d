import type { Aggregate } from "./aggregate.ts";

/** Writes a number; an en dash where there is none. */
export type Formatter = (value: number | null) => string;

const NONE = "–";

/** A share as a percentage. */
export function percent(digits = 1): Formatter {
  return (value) =>
    value === null ? NONE : `${(value * 100).toFixed(digits)} %`;
}

/** A number with a fixed count of decimals. */
export function fixed(digits: number): Formatter {
  return (value) => value === null ? NONE : value.toFixed(digits);
}

/** A large count with a unit: `1.23 M`. */
export function count(value: number | null): string {
  if (value === null) return NONE;
  const units = [[1e9, " G"], [1e6, " M"], [1e3, " k"]] as const;
  const [size, unit] = units.find(([size]) => value >= size) ?? [1, ""];
  return size === 1 ? String(value) : `${(value / size).toPrecision(3)}${unit}`;
}

/** A whole number with commas. */
export function whole(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** Mean and sample standard deviation; the mean alone for a single value. */
export function meanStd(aggregate: Aggregate, format: Formatter): string {
  const { mean, std } = aggregate;
  if (mean === null || std === null) return format(mean);
  const unit = / \D+$/.exec(format(mean))?.[0] ?? "";
  const plain = (value: number) => format(value).replace(unit, "");
  return `${plain(mean)} ± ${plain(std)}${unit}`;
}

/** `1 seed`, `2 seeds`. */
export function plural(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function enumerate(words: readonly string[]): string {
  return words.length < 2
    ? words.join("")
    : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
