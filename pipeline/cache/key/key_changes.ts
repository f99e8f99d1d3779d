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
  const old = before.parts;
  const changes: string[] = [];
  for (const part of ["stage", "schema"] as const) {
    if (old[part] !== now.parts[part]) {
      changes.push(`${part}: ${old[part]} -> ${now.parts[part]}`);
    }
  }
  const params = compareValues(
    "params",
    old.params ?? {},
    now.parts.params ?? {},
  );
  changes.push(
    ...params.length > 0
      ? params
      // They follow from the parameters.
      : compareValues("choices", old.choices ?? {}, now.parts.choices ?? {}),
  );
  if (old.code !== now.parts.code) {
    const found = codeChanges(before.modules, now.modules, "code");
    changes.push(
      ...found.length === 0 ? ["code: order of modules changed"] : found,
    );
  }
  changes.push(...codeChanges(old.parts ?? {}, now.parts.parts ?? {}, "part"));
  changes.push(
    ...codeChanges(old.files ?? {}, now.parts.files ?? {}, "file"),
  );
  changes.push(
    ...environmentChanges(old.environment, now.parts.environment),
  );
  if (now.parts.inputs !== undefined) {
    changes.push(...inputChanges(old.inputs ?? {}, now.parts.inputs));
  }
  changes.push(...compareValues("env", old.env ?? {}, now.parts.env ?? {}));
  changes.push(
    ...compareValues(
      "toolchain",
      old.toolchain ?? {},
      now.parts.toolchain ?? {},
    ),
  );
  for (const part of ["deno", "os", "arch"] as const) {
    if (old[part] !== now.parts[part]) {
      changes.push(`${part}: ${old[part]} -> ${now.parts[part]}`);
    }
  }
  for (const part of ["outputs", "graph", "lineage"] as const) {
    if (
      canonicalJson(old[part] ?? null) !==
        canonicalJson(now.parts[part] ?? null)
    ) changes.push(`${part} changed`);
  }
  return changes;
}

function codeChanges(
  before: Readonly<Record<string, string>>,
  now: Readonly<Record<string, string>>,
  what: string,
): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])]
    .sort();
  return names.filter((name) => before[name] !== now[name]).map(
    (name) => {
      const how = before[name] === undefined
        ? "added"
        : now[name] === undefined
        ? "removed"
        : "changed";
      return `${what}: ${name} ${how}`;
    },
  );
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
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])]
    .sort().filter((name) => before[name] !== now[name]);
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

function inputChanges(
  before: KeyParts["inputs"],
  now: KeyParts["inputs"],
): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])]
    .sort();
  return names
    .filter((name) =>
      canonicalJson(before[name] ?? null) !== canonicalJson(now[name] ?? null)
    )
    .map((name) =>
      `input ${name} ${
        before[name] === undefined
          ? "added"
          : now[name] === undefined
          ? "removed"
          : "changed"
      }`
    );
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
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])]
    .sort();
  return names.flatMap((name) =>
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
