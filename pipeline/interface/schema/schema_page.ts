import { type JsonSchema, LIMITS } from "./schema_parts.ts";
import type { StageModule } from "../../definition/graph/stage_module.ts";
import { paramsSchema, pipelineSchema } from "./pipeline_schema.ts";
import { schemaText } from "./schema_text.ts";

/**
 * The reference of pipeline files in Markdown, from their JSON Schema and the declarations of the stages.
 *
 * @param stages Stages that `use:` can name.
 */
export function schemaPage(stages: readonly StageModule[]): string {
  const schema = pipelineSchema(stages);
  const file = propertiesOf(schema);
  const matrix = file["matrix"]!;
  const range = rangeOf(matrix);
  const command = commandOf(file["stages"]!);
  return [
    "# Pipeline files",
    "Written by `deno task docs` from the schema that `deno task pipeline schema` prints; a test fails if it is not up to " +
    "date.",
    "## The file",
    keyTable(file, required(schema)),
    "## matrix",
    `Further keys are axes: ${
      describe(matrix["additionalProperties"] as JsonSchema)
    }.`,
    keyTable(propertiesOf(matrix), []),
    "A range has the keys",
    keyTable(propertiesOf(range), required(range)),
    "## tune",
    "A sweep whose trials follow from results (docs/sweeps.md).",
    table(
      ["Key", "Value", "Default", "Meaning"],
      parameterRows("", file["tune"]!),
    ),
    "## A stage",
    keyTable({
      use: {
        type: "string",
        description: "a stage below, a path such as ./mine.ts, or command",
      },
      needs: {
        type: "object",
        description:
          'source of each input: a stage, "stage.output", or "stage[*]" for all of a sweep',
      },
      with: {
        type: "object",
        description: "parameters; a value may be $axis",
      },
      ...LIMITS,
    }, ["use"]),
    "## use: command",
    "Besides the keys of every stage:",
    keyTable(
      Object.fromEntries(
        ["run", "outputs", "env", "code", "lock", "shm"].map((key) => [
          key,
          propertiesOf(command)[key]!,
        ]),
      ),
      required(command),
    ),
    ...stages.flatMap(stageSection),
  ].join("\n\n") + "\n";
}

function stageSection({ use, definition }: StageModule): string[] {
  const { description, inputs, outputs, params } = definition;
  const schema = paramsSchema(params);
  const parameters = propertiesOf(schema);
  const kindOf = (
    { kind, many, optional }: typeof inputs[string],
  ) =>
    `${kind}${many ? ", of several instances" : ""}${
      optional ? ", optional" : ""
    }`;
  return [
    `## use: ${use}`,
    `${description[0]!.toUpperCase()}${description.slice(1)}.`,
    ...Object.keys(inputs).length === 0 ? [] : [table(
      ["Input", "Kind"],
      Object.entries(inputs).map(([name, input]) => [
        code(name),
        kindOf(input),
      ]),
    )],
    table(
      ["Output", "Kind", "File or folder"],
      Object.entries(outputs).map(([name, { kind, path }]) => [
        code(name),
        kind,
        code(path),
      ]),
    ),
    ...Object.keys(parameters).length === 0 ? [] : [table(
      ["Parameter", "Value", "Default", "Meaning"],
      parameterRows("", schema),
    )],
  ];
}

/** A row for each parameter; the parameters of a nested object, or of the form that is one, follow it. */
function parameterRows(prefix: string, schema: JsonSchema): string[][] {
  return Object.entries(propertiesOf(schema)).flatMap(([name, property]) => {
    const forms = (property["anyOf"] ?? []) as readonly JsonSchema[];
    const nested = [property, ...forms].find((form) =>
      Object.keys(propertiesOf(form)).length > 0
    );
    return [
      [
        code(`${prefix}${name}`),
        schemaText(property),
        property["default"] === undefined
          ? required(schema).includes(name) ? "required" : ""
          : code(JSON.stringify(property["default"])),
        describe(property),
      ],
      ...nested === undefined ? [] : parameterRows(`${prefix}${name}.`, nested),
    ];
  });
}

function keyTable(
  properties: Readonly<Record<string, JsonSchema>>,
  needed: readonly string[],
): string {
  return table(
    ["Key", "Value", "Meaning"],
    Object.entries(properties).map(([name, property]) => [
      code(name),
      schemaText(property),
      `${describe(property)}${needed.includes(name) ? " (required)" : ""}`,
    ]),
  );
}

function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)]
    .join("\n");
}

function code(text: string): string {
  return `\`${text}\``;
}

function describe({ description }: JsonSchema): string {
  return typeof description === "string"
    ? description.replace(/[<*_]/g, "\\$&")
    : "";
}

function propertiesOf(schema: JsonSchema): Record<string, JsonSchema> {
  return (schema["properties"] ?? {}) as Record<string, JsonSchema>;
}

function required(schema: JsonSchema): readonly string[] {
  return (schema["required"] ?? []) as readonly string[];
}

function rangeOf(matrix: JsonSchema): JsonSchema {
  const { anyOf } = matrix["additionalProperties"] as {
    anyOf: readonly JsonSchema[];
  };
  return anyOf.find((form) => form["properties"] !== undefined)!;
}

function commandOf(stages: JsonSchema): JsonSchema {
  const { oneOf } = stages["additionalProperties"] as {
    oneOf: readonly JsonSchema[];
  };
  return oneOf.find((form) =>
    propertiesOf(form)["use"]?.["const"] === "command"
  )!;
}
