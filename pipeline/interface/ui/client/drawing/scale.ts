import { numberText } from "../../../../../common/quantities.ts";

/** A value of an axis. */
export type AxisValue = string | number | boolean;

/** A value of an axis in words; empty without one. */
export function valueText(value: AxisValue | undefined): string {
  return typeof value === "number" ? numberText(value) : String(value ?? "");
}

/** Places of the values of an axis. */
export interface Scale {
  /** Place of a value, from 0 to 1; `undefined` for a value that the scale does not have. */
  readonly at: (value: AxisValue | undefined) => number | undefined;
  readonly ticks: readonly { readonly text: string; readonly at: number }[];
  /** True for numbers along a line, false for names side by side. */
  readonly numeric: boolean;
}

/** Most values that stand side by side with a name each. */
const MOST_NAMES = 12;

/** Most numbers that are marked themselves, instead of round ones. */
const MOST_MARKS = 6;
/** Least distance of two of them, as a share of the axis. */
const LEAST_DISTANCE = 0.07;

/**
 * The scale of some values: numbers along a line, others side by side in order of appearance.
 *
 * @param log True for logarithmic distances, which positive numbers can have.
 */
export function scaleOf(values: readonly AxisValue[], log: boolean): Scale {
  const numbers = numbersOf(values);
  if (values.length === 0 || numbers.length < values.length) {
    return nameScale(values);
  }
  const [low, high] = ends(numbers);
  const curve = log && low > 0 ? Math.log10 : (value: number) => value;
  const [from, to] = [curve(low), curve(high)];
  const place = (value: number) =>
    to === from ? 0.5 : (curve(value) - from) / (to - from);
  const own = [...new Set(numbers)].sort((a, b) => a - b);
  const apart = own.every((value, index) =>
    index === 0 || place(value) - place(own[index - 1]!) >= LEAST_DISTANCE
  );
  const marked = own.length <= MOST_MARKS && apart
    ? own
    : curve === Math.log10
    ? powers(low, high)
    : steps(low, high);
  const ticks = marked.map((value) => ({
    text: numberText(value),
    at: place(value),
  }));
  return {
    at: (value) => typeof value === "number" ? place(value) : undefined,
    ticks,
    numeric: true,
  };
}

function nameScale(values: readonly AxisValue[]): Scale {
  const names = [...new Set(values.map(String))];
  const places = new Map(
    names.map((name, index) => [name, (index + 0.5) / names.length]),
  );
  return {
    at: (value) => places.get(String(value)),
    ticks: names.length > MOST_NAMES
      ? []
      : names.map((text) => ({ text, at: places.get(text)! })),
    numeric: false,
  };
}

/** The numbers among the values of an axis. */
export function numbersOf(values: readonly AxisValue[]): number[] {
  return values.filter((value) => typeof value === "number");
}

function ends(numbers: readonly number[]): [low: number, high: number] {
  return numbers.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Infinity, -Infinity],
  );
}

/** About five round numbers from `low` to `high`. */
function steps(low: number, high: number): number[] {
  if (low === high) return [low];
  const rough = (high - low) / 5;
  const unit = 10 ** Math.floor(Math.log10(rough));
  const step = unit * ([1, 2, 5].find((one) => one * unit >= rough) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return Array.from(
    { length: Math.max(0, count) },
    (_, index) => Number(((first + index) * step).toPrecision(12)),
  );
}

/** Powers of ten from `low` to `high`, at most about six; the ends where there are fewer than two. */
function powers(low: number, high: number): number[] {
  const [from, to] = [
    Math.ceil(Math.log10(low) - 1e-9),
    Math.floor(Math.log10(high) + 1e-9),
  ];
  if (to - from < 1) return [low, high];
  const every = Math.ceil((to - from + 1) / 6);
  return Array.from(
    { length: Math.floor((to - from) / every) + 1 },
    (_, index) => Number(`1e${from + index * every}`),
  );
}
