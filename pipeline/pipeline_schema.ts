import { z } from "zod";
import type { StageModule } from "./load_stage.ts";

/** A JSON Schema or a part of one. */
export type JsonSchema = { readonly [key: string]: unknown };

const AXIS_VALUE = { type: ["string", "number", "boolean"] };
const MENTION: JsonSchema = {
  type: "string",
  pattern: "^\\$",
  description: "value of an axis of the matrix",
};
const WHERE: JsonSchema = {
  type: "object",
  description: "coordinates on the axes of the matrix",
  additionalProperties: AXIS_VALUE,
};
const REFERENCE: JsonSchema = {
  type: "string",
  pattern: "^[A-Za-z_][A-Za-z0-9_-]*(\\.[A-Za-z_][A-Za-z0-9_-]*)?(\\[\\*\\])?$",
  description: 'a stage, "stage.output", or "stage[*]" for all of a sweep',
};
const MATRIX: JsonSchema = {
  type: "object",
  properties: {
    include: { type: "array", items: WHERE },
    exclude: { type: "array", items: WHERE },
    sample: {
      type: "integer",
      minimum: 1,
      description: "number of random draws of the axes with a range",
    },
    sampleSeed: { type: "integer", minimum: 0 },
  },
  additionalProperties: {
    anyOf: [
      { type: "array", minItems: 1, uniqueItems: true, items: AXIS_VALUE },
      {
        type: "object",
        properties: {
          range: {
            type: "array",
            items: { type: "number" },
            minItems: 2,
            maxItems: 2,
          },
          log: { type: "boolean" },
          whole: { type: "boolean" },
          steps: { type: "integer", minimum: 2 },
        },
        required: ["range"],
        additionalProperties: false,
      },
    ],
  },
};
const LIMITS: Readonly<Record<string, JsonSchema>> = {
  publish: {
    type: "boolean",
    description: "copy the outputs to results/<name>/",
  },
  timeout: { type: "string", pattern: "^[0-9.]+ ?(ms|s|m|h|d)$" },
  retries: { type: "integer", minimum: 0, maximum: 100 },
  resources: {
    type: "object",
    properties: {
      cpus: { type: "number", exclusiveMinimum: 0 },
      memory: { type: "string", pattern: "^[0-9.]+ ?([MGT](iB)?)$" },
      gpus: { type: "integer", minimum: 0 },
    },
    additionalProperties: false,
  },
};

/**
 * JSON Schema of pipeline files (draft 2020-12), by which editors complete and check them. It knows the parameters of
 * each stage; what depends on other parts of the file, such as kinds of artifacts, only `plan` checks.
 *
 * @param stages Stages that `use:` can name.
 * @returns The schema.
 */
export function pipelineSchema(stages: readonly StageModule[]): JsonSchema {
  const names = stages.map(({ use }) => use);
  const stage = {
    type: "object",
    required: ["use"],
    properties: {
      use: {
        description: "a stage, a path such as ./mine.ts, or command",
        anyOf: [
          { enum: [...names, "command"] },
          { type: "string", pattern: "^\\.\\.?/" },
        ],
      },
    },
    oneOf: [
      ...stages.map(stageSchema),
      commandSchema(),
      {
        properties: {
          ...LIMITS,
          use: { type: "string", pattern: "^\\.\\.?/" },
          needs: needsSchema(undefined),
          with: { type: "object" },
        },
        additionalProperties: false,
      },
    ],
  };
  const overrides = {
    type: "array",
    items: {
      type: "object",
      properties: {
        where: WHERE,
        with: {
          type: "object",
          additionalProperties: { type: "object" },
        },
      },
      required: ["where", "with"],
      additionalProperties: false,
    },
  };
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "sdarts pipeline",
    type: "object",
    required: ["name", "stages"],
    properties: {
      name: { type: "string", pattern: "^[A-Za-z0-9][A-Za-z0-9._-]*$" },
      matrix: MATRIX,
      overrides,
      stages: { type: "object", minProperties: 1, additionalProperties: stage },
      profiles: {
        type: "object",
        description: "changes that --profile lays over the file",
        additionalProperties: {
          type: "object",
          properties: {
            name: { type: "string" },
            matrix: { type: "object" },
            overrides,
            stages: {
              type: "object",
              additionalProperties: { type: "object" },
            },
          },
          additionalProperties: false,
        },
      },
    },
    additionalProperties: false,
  };
}

function stageSchema({ use, definition }: StageModule): JsonSchema {
  return {
    description: definition.description,
    properties: {
      ...LIMITS,
      use: { const: use },
      needs: needsSchema(Object.keys(definition.inputs)),
      with: paramsSchema(definition.params),
    },
    additionalProperties: false,
  };
}

function needsSchema(inputs: readonly string[] | undefined): JsonSchema {
  const source = {
    anyOf: [REFERENCE, { type: "array", minItems: 1, items: REFERENCE }],
  };
  return inputs === undefined
    ? { type: "object", additionalProperties: source }
    : {
      type: "object",
      properties: Object.fromEntries(inputs.map((name) => [name, source])),
      additionalProperties: false,
    };
}

/** Parameters: any may mention an axis, and an override may give those that are missing. */
function paramsSchema(params: unknown): JsonSchema {
  let schema: JsonSchema;
  try {
    schema = z.toJSONSchema(params as z.ZodType, {
      io: "input",
      unrepresentable: "any",
    }) as JsonSchema;
  } catch {
    return { type: "object" };
  }
  const { $schema: _, required: __, properties, ...rest } = schema;
  if (typeof properties !== "object" || properties === null) {
    return { type: "object" };
  }
  return {
    ...rest,
    properties: Object.fromEntries(
      Object.entries(properties).map(([name, property]) => [name, {
        anyOf: [property, MENTION],
      }]),
    ),
  };
}

function commandSchema(): JsonSchema {
  const texts = { type: "array", items: { type: "string" } };
  const textOrTexts = { anyOf: [{ type: "string" }, texts] };
  return {
    description: "runs a program",
    required: ["run"],
    properties: {
      ...LIMITS,
      use: { const: "command" },
      needs: needsSchema(undefined),
      with: { type: "object" },
      run: {
        type: "array",
        minItems: 1,
        items: AXIS_VALUE,
        description:
          "program and arguments with ${input.x}, ${output.x}, ${param.x}, ${checkpoint}",
      },
      outputs: {
        type: "object",
        additionalProperties: {
          anyOf: [{ type: "string" }, {
            type: "object",
            properties: {
              path: { type: "string" },
              kind: { type: "string" },
              show: { type: "boolean" },
            },
            required: ["path"],
            additionalProperties: false,
          }],
        },
      },
      env: textOrTexts,
      code: textOrTexts,
    },
    additionalProperties: false,
  };
}
