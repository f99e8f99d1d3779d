import minimist from "minimist";
import type { Args, Names, ParseOptions } from "./args.ts";
export type {
  Args,
  Names,
  Optional,
  ParseOptions,
  Positional,
} from "./args.ts";

/** Hides `no-` from the carrier, which negates every name; the original negates only `negatable` ones. */
const MARK = "\u0001";

function hide(name: string): string {
  return name.startsWith("no-") ? MARK + name : name;
}

function hideArgument(arg: string, negatable: readonly string[]): string {
  if (!arg.startsWith("--no-")) return arg;
  const name = arg.slice("--no-".length).split("=")[0]!;
  return negatable.includes(name) ? `--no-${name}` : `--${MARK}${arg.slice(2)}`;
}

function show<T>(value: T): T {
  return (typeof value === "string" ? value.replaceAll(MARK, "") : value) as T;
}

function list(names: Names<string> | undefined): readonly string[] {
  return typeof names === "string" ? [names] : names ?? [];
}

function hideKeys<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [hide(name), value]),
  );
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
  const collect = list(options.collect);
  const negatable = list(options.negatable);
  const alias = Object.fromEntries(
    Object.entries(options.alias ?? {}).map(([name, names]) => [
      hide(name),
      list(names).map(hide),
    ]),
  );
  const groups = Object.entries(alias).map((entry) => entry.flat());
  const withAliases = (names: readonly string[]) =>
    new Set(
      names.map(hide).flatMap((name) => [
        name,
        ...groups.filter((group) => group.includes(name)).flat(),
      ]),
    );
  const [collected, negated] = [withAliases(collect), withAliases(negatable)];
  const { unknown } = options;
  const found = minimist(args.map((arg) => hideArgument(arg, negatable)), {
    string: list(options.string).map(hide),
    boolean: list(options.boolean).map(hide),
    alias,
    default: hideKeys(options.default ?? {}),
    stopEarly: options.stopEarly ?? false,
    "--": options["--"] ?? false,
    unknown: unknown && ((arg: string) => {
      const key = /^--?([^=]+)/s.exec(arg)?.[1];
      if (key === undefined) return unknown(show(arg)) !== false;
      if (collected.has(key) || negated.has(key.replace(/^no-/, ""))) {
        return true;
      }
      const value = /=(.*)$/s.exec(arg)?.[1] ?? true;
      return unknown(show(arg), show(key), value) !== false;
    }),
  }) as Record<string, unknown>;

  const result: Record<string, unknown> = { _: [] };
  for (const [key, value] of Object.entries(found)) {
    if (key === "_" || key === "--") {
      result[key] = (value as unknown[]).map(show);
    } else if (collected.has(key)) {
      result[show(key)] = Array.isArray(value) ? value : [value];
    } else {
      const isDefault = value === options.default?.[show(key)];
      const last = Array.isArray(value) && !isDefault ? value.at(-1) : value;
      result[show(key)] = show(last);
    }
  }
  for (const name of collected) result[show(name)] ??= [];
  return result as Args<S, B, C, N, D>;
}
