import { parseArgs as tokenize } from "node:util";
import type { Args, Names, ParseOptions } from "./args.ts";
export type {
  Args,
  Names,
  Optional,
  ParseOptions,
  Positional,
} from "./args.ts";

const NUMBER = /^(0x[0-9a-f]+|[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?)$/i;

/** Text as a number if it looks like one. */
function numbered(text: string): string | number {
  return NUMBER.test(text) ? Number(text) : text;
}

function list(names: Names<string> | undefined): readonly string[] {
  return typeof names === "string" ? [names] : names ?? [];
}

function tokensOf(args: readonly string[], text: readonly string[]) {
  return tokenize({
    // `-j3` is the value of an option that holds text, otherwise a group of options.
    args: args.map((arg) =>
      text.includes(arg[1] ?? "")
        ? arg.replace(/^-([^-])=?(.+)$/s, "--$1=$2")
        : arg
    ),
    strict: false,
    tokens: true,
  }).tokens;
}

/**
 * Parses command-line arguments.
 *
 * @param args Arguments, such as `Deno.args`.
 * @param options What each name holds.
 * @returns The value of each name, and the positional arguments as `_`.
 *
 * @example
 * ```ts
 * import { parseArgs } from "@std/cli/parse-args";
 * import { assertEquals } from "@std/assert";
 *
 * const args = parseArgs(["run", "--jobs", "2", "--json"], {
 *   string: ["jobs"],
 *   boolean: ["json"],
 * });
 * assertEquals(args._, ["run"]);
 * assertEquals(args.jobs, "2");
 * assertEquals(args.json, true);
 * ```
 */
export function parseArgs<
  const S extends string = never,
  const B extends string = never,
  const C extends string = never,
  const N extends string = never,
  D extends Record<string, unknown> = Record<never, never>,
>(
  args: string[],
  options: ParseOptions<S, B, C, N, D> = {},
): Args<S, B, C, N, D> {
  const groups = Object.entries(options.alias ?? {})
    .map(([name, others]) => [name, ...list(others)]);
  const spellings = (name: string) =>
    groups.find((group) => group.includes(name)) ?? [name];
  const all = (names?: Names<string>) => list(names).flatMap(spellings);
  const text = all(options.string);
  const flags = all(options.boolean);
  const many = all(options.collect);
  const negatable = all(options.negatable);
  const known = [...groups.flat(), ...text, ...flags, ...many, ...negatable];
  const result: Record<string, unknown> & { _: (string | number)[] } = {
    _: [],
  };
  const set = (name: string, value: unknown) => {
    const before = result[name] as unknown[] | undefined;
    const kept = many.includes(name) ? [...before ?? [], value] : value;
    for (const key of spellings(name)) result[key] = kept;
  };
  const end = args.includes("--") ? args.indexOf("--") : args.length;
  const given = args.slice(0, end);
  const tokens = tokensOf(given, text);
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]!;
    if (token.kind === "positional") {
      const { index, value } = token;
      if (options.stopEarly) {
        result._.push(...given.slice(index));
        break;
      }
      if (options.unknown?.(value) === false) continue;
      result._.push(text.includes("_") ? value : numbered(value));
    } else if (token.kind === "option") {
      const { name, index } = token;
      let { value } = token;
      if (name.startsWith("no-") && negatable.includes(name.slice(3))) {
        set(name.slice(3), false);
        continue;
      }
      const next = tokens[at + 1];
      if (
        value === undefined && next?.kind === "positional" &&
        next.index === index + 1 &&
        (!flags.includes(name) || ["true", "false"].includes(next.value))
      ) {
        value = next.value;
        at++;
      }
      if (flags.includes(name)) set(name, value !== "false");
      else if (text.includes(name)) set(name, value ?? "");
      else if (
        known.includes(name) ||
        options.unknown?.(given[index]!, name, value ?? true) !== false
      ) set(name, value === undefined ? true : numbered(value));
    }
  }
  if (options["--"]) result["--"] = args.slice(end + 1);
  else result._.push(...args.slice(end + 1));
  const missing: [string, unknown][] = [
    ...Object.entries(options.default ?? {}),
    ...flags.map((name): [string, unknown] => [name, false]),
    ...many.map((name): [string, unknown] => [name, []]),
  ];
  for (const [name, value] of missing) {
    for (const key of spellings(name)) result[key] ??= value;
  }
  return result as Args<S, B, C, N, D>;
}
