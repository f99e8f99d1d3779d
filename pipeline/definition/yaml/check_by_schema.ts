import { canonicalJson, type Json } from "../../base/canonical_json.ts";
import { expectation, type Issue } from "./expectation.ts";
import {
  describeNode,
  type LocatedMap,
  nodeAt,
  plainValue,
} from "./located.ts";
import { didYouMean, unknownName } from "../../../common/did_you_mean.ts";
import { type Problem, problemAt } from "./problem.ts";
import type { StageDefinition } from "../../stage.ts";

/** The part of a declaration that checks need: a name for messages and a schema. */
export type Declared = Pick<StageDefinition<unknown>, "name" | "params">;

/**
 * Checks parameters by a stage's schema and fills in its defaults.
 *
 * @param node Parameters of the file, without mentions of axes.
 * @param problems Gets each issue at the place of the value.
 * @returns Parsed parameters as JSON; `undefined` when there was an issue.
 */
export function parseParams(
  stage: Declared,
  node: LocatedMap,
  problems: Problem[],
): Json | undefined {
  const before = problems.length;
  const known = knownParams(stage);
  if (known !== undefined) {
    for (const [name, { key }] of node.entries) {
      if (!known.includes(name)) {
        problems.push(problemAt(key, unknownKey(stage.name, name, known)));
      }
    }
  }
  const result = stage.params.safeParse(plainValue(node));
  if (!result.success) {
    // The declaration is free of zod's types, the schemas are zod's.
    for (const issue of result.error.issues as readonly Issue[]) {
      if (
        issue.code === "unrecognized_keys" && issue.path.length === 0 &&
        known !== undefined
      ) continue;
      problems.push(...issueProblems(stage.name, issue, node));
    }
  }
  if (!result.success || problems.length > before) return undefined;
  try {
    return JSON.parse(canonicalJson(result.data ?? {})) as Json;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    problems.push(
      problemAt(
        node,
        `The schema of ${stage.name} must give JSON: ${error.message}`,
      ),
    );
    return undefined;
  }
}

/** Names of a stage's parameters, if the schema is an object that accepts no others. */
export function knownParams(
  stage: Declared,
): string[] | undefined {
  const schema = stage.params as {
    shape?: Record<string, unknown>;
    _zod?: { def?: { catchall?: { _zod?: { def?: { type?: string } } } } };
  };
  if (schema.shape === undefined) return undefined;
  const rest = schema._zod?.def?.catchall?._zod?.def?.type;
  return rest === undefined || rest === "never"
    ? Object.keys(schema.shape)
    : undefined;
}

function issueProblems(
  stage: string,
  issue: Issue,
  root: LocatedMap,
): Problem[] {
  const { node, found } = nodeAt(root, issue.path);
  // A check of the stage's own may say all there is to say.
  if (
    issue.code === "custom" &&
    (issue.params?.sentence === true || issue.message.startsWith("Expected "))
  ) {
    return [problemAt(node, issue.message)];
  }
  const name = issue.path.length === 0
    ? `the parameters of ${stage}`
    : pathText(issue.path);
  const inside = issue.code === "invalid_union" && node.type !== "scalar"
    ? issue.errors.find(([first]) => first !== undefined && isInside(first))
    : undefined;
  if (inside !== undefined) {
    return inside.flatMap((deeper) =>
      issueProblems(
        stage,
        { ...deeper, path: [...issue.path, ...deeper.path] },
        root,
      )
    );
  }
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => {
      const place = node.type === "map"
        ? node.entries.get(key)?.key
        : undefined;
      return problemAt(
        place ?? node,
        `Expected a known key in ${name} but found ${key}`,
      );
    });
  }
  if (!found) {
    return [
      problemAt(
        node,
        `${stage} lacks the parameter ${name} (${expectation(issue)})`,
      ),
    ];
  }
  // The words that an enum of a stage brings along are its own hint.
  const words = issue.message.startsWith("Invalid ")
    ? undefined
    : issue.message;
  const values = allowedValues(issue);
  const hint = values.length > 0 && node.type === "scalar"
    ? words ?? didYouMean(String(node.value), values)
    : issue.code === "invalid_type" && issue.expected === "string" &&
        node.type === "scalar" && node.value !== null
    ? ": quote it"
    : "";
  const expected = expectation(issue);
  return [
    problemAt(
      node,
      `Expected ${name} to be ${expected} but found ${
        describeNode(node)
      }${hint}`,
    ),
  ];
}

/** True for an issue of a form that fits as a whole: something in it is wrong. */
function isInside({ code, path }: Issue): boolean {
  return path.length > 0 || code === "unrecognized_keys";
}

/** Values that an issue, or a form of a union, allows. */
function allowedValues(issue: Issue): string[] {
  if (issue.code === "invalid_value") return issue.values.map(String);
  if (issue.code !== "invalid_union") return [];
  return issue.errors.flatMap(([first]) =>
    first === undefined || first.path.length > 0 ? [] : allowedValues(first)
  );
}

function unknownKey(
  stage: string,
  name: string,
  known: readonly string[],
): string {
  return known.length === 0
    ? `Expected no parameters, as ${stage} has none, but found ${name}`
    : unknownName(name, { what: `a parameter of ${stage}`, known });
}

function pathText(path: readonly PropertyKey[]): string {
  return path.map((step, index) =>
    typeof step === "number"
      ? `[${step}]`
      : `${index === 0 ? "" : "."}${String(step)}`
  ).join("");
}
