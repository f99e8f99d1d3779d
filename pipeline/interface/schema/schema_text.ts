import type { JsonSchema } from "./schema_parts.ts";

/** Longest list of values that is shown in full. */
const MOST_VALUES = 12;

const TYPES: Readonly<Record<string, string>> = {
  string: "text",
  boolean: "`true` or `false`",
  object: "mapping",
};

const PLURALS: Readonly<Record<string, string>> = {
  text: "texts",
  number: "numbers",
  mapping: "mappings",
};

/**
 * The values that a JSON Schema allows, in words for Markdown: `whole number, at least 1`, `` `a`, `b` ``, `list of …`.
 */
export function schemaText(schema: JsonSchema): string {
  const { const: fixed, enum: values, anyOf, type } = schema;
  if (fixed !== undefined) return literal(fixed);
  if (Array.isArray(values)) {
    const shown = values.length > MOST_VALUES ? values.slice(0, 3) : values;
    const rest = shown.length < values.length
      ? `, … (${values.length} values)`
      : "";
    return `${shown.map(literal).join(", ")}${rest}`;
  }
  if (Array.isArray(anyOf)) {
    return [...new Set(anyOf.map((part) => schemaText(part as JsonSchema)))]
      .join(", or ");
  }
  if (Array.isArray(type)) {
    return type.join(", ").replace("string", "text")
      .replace(/, (\w+)$/, " or $1");
  }
  if (type === "integer" || type === "number") return numberText(schema);
  if (type === "array") {
    if (schema["items"] === undefined) return "list";
    const item = schemaText(schema["items"] as JsonSchema);
    return `list of ${PLURALS[item] ?? item.replace(/^list of/, "lists of")}`;
  }
  return TYPES[String(type)] ?? "any value";
}

function literal(value: unknown): string {
  return `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;
}

function numberText({ type, minimum, maximum, ...rest }: JsonSchema): string {
  const limits = [
    ["at least", minimum === Number.MIN_SAFE_INTEGER ? undefined : minimum],
    ["more than", rest["exclusiveMinimum"]],
    ["at most", maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum],
    ["less than", rest["exclusiveMaximum"]],
    ["a multiple of", rest["multipleOf"]],
  ].filter(([, limit]) => limit !== undefined).map((words) => words.join(" "));
  return [type === "integer" ? "whole number" : "number", ...limits].join(", ");
}
