/** Matches `${group.name}`, `${checkpoint}` and an escaped `$${`. */
const PLACEHOLDER = /\$\$\{|\$\{([^}]*)\}/g;

/** Values of placeholders. */
export interface PlaceholderValues {
  /** Paths of inputs by name; a gathered input has several. */
  readonly input: Readonly<Record<string, readonly string[]>>;
  /** Paths of outputs by name. */
  readonly output: Readonly<Record<string, string>>;
  readonly param: Readonly<Record<string, unknown>>;
  readonly checkpoint: string;
}

/** Texts inside the placeholders of an argument, such as `input.data`. */
export function placeholdersIn(argument: string): string[] {
  return [...argument.matchAll(PLACEHOLDER)].flatMap(([, text]) =>
    text === undefined ? [] : text
  );
}

/** Every placeholder that a command may use. */
export function knownPlaceholders(
  names: Readonly<Record<"input" | "output" | "param", readonly string[]>>,
): string[] {
  return [
    ...(["input", "output", "param"] as const).flatMap((group) =>
      names[group].map((name) => `${group}.${name}`)
    ),
    "checkpoint",
  ];
}

/**
 * Fills the placeholders of one argument. An argument that consists of a gathered input alone becomes one argument for
 * each of its members.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { fillPlaceholders } from "./placeholders.ts";
 * const values = { input: { all: ["/a", "/b"] }, output: { o: "/o" }, param: { lr: 0.1 }, checkpoint: "/c" };
 * assertEquals(fillPlaceholders("--lr=${param.lr}", values), ["--lr=0.1"]);
 * assertEquals(fillPlaceholders("${input.all}", values), ["/a", "/b"]);
 * assertEquals(fillPlaceholders("$${HOME}", values), ["${HOME}"]);
 * ```
 */
export function fillPlaceholders(
  argument: string,
  values: PlaceholderValues,
): string[] {
  const alone = /^\$\{input\.([^}]*)\}$/.exec(argument)?.[1];
  const members = alone === undefined ? undefined : values.input[alone];
  if (members !== undefined) return [...members];
  return [argument.replace(PLACEHOLDER, (whole, text?: string) => {
    if (text === undefined) return "${";
    if (text === "checkpoint") return values.checkpoint;
    const [group, name = ""] = text.split(/\.(.*)/s);
    if (group === "input") return values.input[name]?.join(" ") ?? whole;
    if (group === "output") return values.output[name] ?? whole;
    const value = group === "param" ? values.param[name] : undefined;
    if (value === undefined) return whole;
    return typeof value === "string" ? value : JSON.stringify(value);
  })];
}
