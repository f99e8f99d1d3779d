import { z } from "zod";
import { tuneSchema } from "../../definition/spec/parse_tune.ts";
import type { StageModule } from "../../definition/graph/stage_module.ts";
import {
  AXIS_VALUE,
  type JsonSchema,
  LIMITS,
  MATRIX,
  MENTION,
  OVERRIDES,
  REFERENCE,
} from "./schema_parts.ts";

/**
 * JSON Schema of pipeline files (draft 2020-12), with which editors complete and check them. It contains the parameters
 * of each stage; only `plan` checks what depends on other parts of the file, such as kinds of artifacts.
 *
 * @param stages Stages that `use:` can name.
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
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "sdarts pipeline",
    type: "object",
    required: ["name", "stages"],
    properties: {
      name: {
        type: "string",
        pattern: "^[A-Za-z0-9][A-Za-z0-9._-]*$",
        description: "name of the pipeline and of its folder in results/",
      },
      matrix: MATRIX,
      tune: {
        ...paramsSchema(tuneSchema()),
        description: "a sweep whose trials follow from results: docs/sweeps.md",
      },
      overrides: OVERRIDES,
      stages: {
        type: "object",
        minProperties: 1,
        additionalProperties: stage,
        description: "stages by name",
      },
      profiles: {
        type: "object",
        description: "changes to the file that --profile applies",
        additionalProperties: {
          type: "object",
          properties: {
            name: { type: "string" },
            matrix: { type: "object" },
            tune: { type: "object" },
            overrides: OVERRIDES,
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
      with: mentionable(paramsSchema(definition.params)),
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

/** Schema of a stage's parameters as a file contains them; any mapping if they are not a zod schema. */
export function paramsSchema(params: unknown): JsonSchema {
  try {
    const { $schema: _, ...schema } = z.toJSONSchema(params as z.ZodType, {
      io: "input",
      unrepresentable: "any",
    }) as JsonSchema;
    return schema;
  } catch {
    return { type: "object" };
  }
}

/** Allows `$axis` for every parameter, and missing ones, which an override may give. */
function mentionable(schema: JsonSchema): JsonSchema {
  const { required: _, properties, ...rest } = schema;
  if (typeof properties !== "object" || properties === null) {
    return { type: "object" };
  }
  return mentioning({ ...rest, properties });
}

/** Allows `$axis` for everything in a value. */
function mentioning(schema: JsonSchema): JsonSchema {
  const { properties, items, anyOf, ...rest } = schema;
  const orAxis = (part: JsonSchema) => ({
    anyOf: [mentioning(part), MENTION],
  });
  return {
    ...rest,
    ...(isSchema(properties)
      ? {
        properties: Object.fromEntries(
          Object.entries(properties).map((
            [name, part],
          ) => [name, isSchema(part) ? orAxis(part) : part]),
        ),
      }
      : {}),
    ...(isSchema(items) ? { items: orAxis(items) } : {}),
    ...(Array.isArray(anyOf)
      ? {
        anyOf: anyOf.map((part) => isSchema(part) ? mentioning(part) : part),
      }
      : {}),
  };
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
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
      with: { type: "object", description: "parameters for ${param.x}" },
      run: {
        type: "array",
        minItems: 1,
        items: AXIS_VALUE,
        description:
          "program and arguments with ${input.x}, ${output.x}, ${param.x}, ${checkpoint}",
      },
      outputs: {
        type: "object",
        description: "files or folders that the command writes, by name",
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
      env: {
        ...textOrTexts,
        description: "environment variables of the command; part of the key",
      },
      code: {
        ...textOrTexts,
        description:
          "files and folders that the command reads; part of the key",
      },
      lock: {
        type: "string",
        description:
          "for a Python program: a file that says what is installed for it, such as requirements.lock; the key holds it in place of the installed distributions",
      },
      shm: {
        type: "boolean",
        default: false,
        description:
          "true: the command may use the shared memory of the machine (/dev/shm), as Python's multiprocessing and the workers of a PyTorch DataLoader do; what it leaves there stays",
      },
    },
    additionalProperties: false,
  };
}
