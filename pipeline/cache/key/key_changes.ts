import { canonicalJson } from "../../base/canonical_json.ts";
import type { KeyParts } from "./action_key.ts";

/** Parts of a key, with the modules of its code digest. */
export interface RememberedKey {
  readonly parts: Partial<KeyParts>;
  /** Digests of modules by name. */
  readonly modules: Readonly<Record<string, string>>;
}

/**
 * Lists the differences between two keys of an instance.
 *
 * @param now Current key; missing parts are not known yet, and not compared.
 * @returns Lines such as `params: epochs 2 -> 3`, `code: nas/genotype/genotype.ts changed`, `part: operation changed`, `input
 *   data changed`.
 */
export function keyChanges(
  before: RememberedKey,
  now: RememberedKey,
): string[] {
  const [old, own] = [before.parts, now.parts];
  const texts = (
    ...names: readonly ("stage" | "schema" | "deno" | "os" | "arch")[]
  ) =>
    names.filter((name) => old[name] !== own[name])
      .map((name) => `${name}: ${old[name]} -> ${own[name]}`);
  const values = (name: "params" | "choices" | "env" | "toolchain") =>
    compareValues(name, old[name] ?? {}, own[name] ?? {});
  const params = values("params");
  const code = namedChanges(before.modules, now.modules, "code:");
  const others = (["outputs", "graph", "lineage"] as const).filter((name) =>
    canonicalJson(old[name] ?? null) !== canonicalJson(own[name] ?? null)
  );
  return [
    ...texts("stage", "schema"),
    // Choices follow from the parameters.
    ...params.length > 0 ? params : values("choices"),
    ...old.code === own.code
      ? []
      : code.length === 0
      ? ["code: order of modules changed"]
      : code,
    ...namedChanges(old.parts ?? {}, own.parts ?? {}, "part:"),
    ...namedChanges(old.files ?? {}, own.files ?? {}, "file:"),
    ...environmentChanges(old.environment, own.environment),
    ...own.inputs === undefined
      ? []
      : namedChanges(old.inputs ?? {}, own.inputs, "input"),
    ...values("env"),
    ...values("toolchain"),
    ...texts("deno", "os", "arch"),
    ...others.map((name) => `${name} changed`),
  ];
}

/** Names of two records, each once, in order. */
function namesOf(before: object, now: object): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(now)])].sort();
}

/** Lines such as `file: labels.txt added`. */
function namedChanges(
  before: Readonly<Record<string, unknown>>,
  now: Readonly<Record<string, unknown>>,
  what: string,
): string[] {
  return namesOf(before, now).filter((name) =>
    canonicalJson(before[name] ?? null) !== canonicalJson(now[name] ?? null)
  ).map((name) => {
    const how = before[name] === undefined
      ? "added"
      : now[name] === undefined
      ? "removed"
      : "changed";
    return `${what} ${name} ${how}`;
  });
}

/** Most changes of distributions that are listed. */
const MOST_DISTRIBUTIONS = 5;

/** `numpy 1.26.0 -> 2.0.1 in the environment of python`; the values are versions with digests. */
function environmentChanges(
  before: KeyParts["environment"],
  now: KeyParts["environment"],
): string[] {
  if (before === undefined && now === undefined) return [];
  const where = "in the environment of python";
  if (before === undefined) return [`the key holds what is ${where} now`];
  if (now === undefined) return ["the program is no python now"];
  const names = namesOf(before, now)
    .filter((name) => before[name] !== now[name]);
  const changes = names.map((name) => {
    const [old, own] = [before[name], now[name]].map((text) =>
      text?.split(" ")[0]
    );
    return old === undefined
      ? `${name} ${own} added ${where}`
      : own === undefined
      ? `${name} ${old} removed ${where}`
      : old === own
      ? `${name} ${own} has other files ${where}`
      : `${name} ${old} -> ${own} ${where}`;
  });
  const left = changes.length - MOST_DISTRIBUTIONS;
  return left > 0
    ? [
      ...changes.slice(0, MOST_DISTRIBUTIONS),
      `${left} more distributions ${where}`,
    ]
    : changes;
}

function compareValues(
  part: string,
  before: unknown,
  now: unknown,
  path = "",
): string[] {
  if (canonicalJson(before) === canonicalJson(now)) return [];
  if (!isRecord(before) || !isRecord(now)) {
    return [
      `${part}: ${path === "" ? "" : `${path} `}${show(before)} -> ${
        show(now)
      }`,
    ];
  }
  return namesOf(before, now).flatMap((name) =>
    compareValues(
      part,
      before[name] ?? null,
      now[name] ?? null,
      path === "" ? name : `${path}.${name}`,
    )
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function show(value: unknown): string {
  const text = typeof value === "string"
    ? value
    : value === null
    ? "unset"
    : canonicalJson(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
