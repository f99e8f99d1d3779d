import type { Scalar } from "yaml";
import { ambiguity } from "./plain_scalar.ts";
import { type Place, type Problem, problemAt } from "./problem.ts";

/**
 * Name of a key.
 *
 * @param key The key as YAML reads it.
 * @param problems Gets the reason of a refusal.
 * @returns The name, `undefined` for a key that is refused.
 */
export function yamlKey(
  key: Scalar,
  at: Place,
  problems: Problem[],
): string | undefined {
  const source = key.type === "PLAIN" ? key.source ?? "" : "";
  // Common readers of YAML 1.1 take y and n for text, and they are natural names of axes.
  if (!/^[yYnN]$/.test(source) && ambiguity(source) !== undefined) {
    problems.push(
      problemAt(
        at,
        `Expected a quoted key ("${key.source}") but found ${key.source}: quote it`,
      ),
    );
    return undefined;
  }
  const value = /^[yYnN]$/.test(source)
    ? source
    : yamlScalar(key, at, problems);
  if (value === "<<") {
    problems.push(
      problemAt(
        at,
        "Expected a key but found the merge key <<, which readers of YAML treat differently",
      ),
    );
    return undefined;
  }
  if (value === "__proto__") {
    problems.push(
      problemAt(at, "Expected an ordinary key but found __proto__"),
    );
    return undefined;
  }
  if (typeof value === "string") return value;
  problems.push(
    problemAt(
      at,
      `Expected a key that is text but found ${
        JSON.stringify(value)
      }: quote it`,
    ),
  );
  return undefined;
}

/**
 * Value of a scalar.
 *
 * @param node The scalar as YAML reads it.
 * @param problems Gets a scalar that must be written otherwise.
 */
export function yamlScalar(
  node: Scalar,
  at: Place,
  problems: Problem[],
): string | number | boolean | null {
  if (node.type === "PLAIN") {
    const source = node.source ?? "";
    const wanted = ambiguity(source);
    if (wanted !== undefined) {
      problems.push(
        problemAt(at, `Expected ${wanted} but found ${source}: quote it`),
      );
      return source;
    }
  }
  const value = node.value;
  if (typeof value === "string") {
    if (!value.isWellFormed()) {
      problems.push(
        problemAt(at, "Expected well-formed text but found a lone surrogate"),
      );
      return "";
    }
    return value;
  }
  if (typeof value === "number" || typeof value === "boolean") return value;
  return null;
}
