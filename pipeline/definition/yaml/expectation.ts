import type { z } from "zod";

/** One issue that zod found. */
export type Issue = z.core.$ZodIssue;

const TYPES: Readonly<Record<string, string>> = {
  number: "a number",
  int: "a whole number",
  string: "text",
  boolean: "true or false",
  array: "a list",
  object: "a mapping",
  record: "a mapping",
  null: "nothing",
};

/** Words for patterns, as zod gives them: those of the path of a module and of a folder. */
const PATTERNS: Readonly<Record<string, string>> = {
  [String(/^(?:\.\.?)?\//)]: "a path that starts with ./, ../ or /",
  [String(/^\//)]: "an absolute path",
};

/**
 * Words for an issue of zod that fit after "Expected x to be".
 *
 * @returns Words such as `one of s1, s2`, `at least 1` or `a whole number`.
 */
export function expectation(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return TYPES[issue.expected] ?? issue.expected;
    case "invalid_value": {
      const values = issue.values.map(String);
      return values.length === 1
        ? values.join()
        : `one of ${values.join(", ")}`;
    }
    case "too_small": {
      const bound = String(issue.minimum);
      return isSized(issue.origin)
        ? `of at least ${count(bound, issue.origin)}`
        : issue.inclusive === false
        ? `greater than ${bound}`
        : `at least ${bound}`;
    }
    case "too_big": {
      const bound = String(issue.maximum);
      return isSized(issue.origin)
        ? `of at most ${count(bound, issue.origin)}`
        : issue.inclusive === false
        ? `less than ${bound}`
        : `at most ${bound}`;
    }
    case "not_multiple_of":
      return `a multiple of ${issue.divisor}`;
    case "invalid_format":
      return issue.pattern === undefined
        ? `text of format ${issue.format}`
        : PATTERNS[issue.pattern] ?? `text that matches ${issue.pattern}`;
    case "invalid_union": {
      const branches = issue.errors.map((branch) => branch[0]).filter((first) =>
        first !== undefined
      );
      const words = new Set(branches.map((first) => expectation(first)));
      return words.size === 0
        ? "one of the allowed forms"
        : [...words].join(" or ");
    }
    default:
      return `allowed (${issue.message})`;
  }
}

function isSized(origin: string): boolean {
  return origin === "string" || origin === "array" || origin === "set" ||
    origin === "map";
}

function count(bound: string, origin: string): string {
  const noun = origin === "string" ? "character" : "item";
  return `${bound} ${noun}${bound === "1" ? "" : "s"}`;
}
