import { MOST_STEPS } from "../../definition/spec/parse_range.ts";

export type JsonSchema = { readonly [key: string]: unknown };

/** A value of an axis. */
export const AXIS_VALUE: JsonSchema = { type: ["string", "number", "boolean"] };
/** A parameter that takes the value of an axis. */
export const MENTION: JsonSchema = {
  type: "string",
  pattern: "^\\$",
  description: "value of an axis of the matrix",
};
/** Coordinates. */
export const WHERE: JsonSchema = {
  type: "object",
  description: "coordinates on the axes of the matrix",
  additionalProperties: AXIS_VALUE,
};
/** A reference to the output that an input takes. */
export const REFERENCE: JsonSchema = {
  type: "string",
  pattern: "^[A-Za-z_][A-Za-z0-9_-]*(\\.[A-Za-z_][A-Za-z0-9_-]*)?(\\[\\*\\])?$",
  description: 'a stage, "stage.output", or "stage[*]" for all of a sweep',
};
/** `matrix:`. */
export const MATRIX: JsonSchema = {
  type: "object",
  description:
    "axes with their values; a stage fans out over those that it or its ancestors mention as $axis",
  properties: {
    include: {
      type: "array",
      items: WHERE,
      description: "further combinations",
    },
    exclude: {
      type: "array",
      items: WHERE,
      description: "excluded combinations, of all or some axes",
    },
    sample: {
      type: "integer",
      minimum: 1,
      maximum: MOST_STEPS,
      description: "number of random draws of the axes with a range",
    },
    sampleSeed: {
      type: "integer",
      minimum: 0,
      maximum: MOST_STEPS,
      description: "seed of these draws (default: 0)",
    },
  },
  additionalProperties: {
    description: "values of an axis, or a range to take them from",
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
            description: "smallest and largest value",
          },
          log: { type: "boolean", description: "uniform in the logarithm" },
          whole: { type: "boolean", description: "whole numbers only" },
          steps: {
            type: "integer",
            minimum: 2,
            maximum: MOST_STEPS,
            description: "number of evenly spaced values, instead of draws",
          },
        },
        required: ["range"],
        additionalProperties: false,
      },
    ],
  },
};
/** `overrides:`. */
export const OVERRIDES: JsonSchema = {
  type: "array",
  description: "parameters by stage for some coordinates of the matrix",
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
/** Keys of every stage about how it runs. */
export const LIMITS: Readonly<Record<string, JsonSchema>> = {
  publish: {
    type: "boolean",
    description: "copy the outputs to results/<name>/",
  },
  timeout: {
    type: "string",
    pattern: "^[0-9.]+ ?(ms|s|m|h|d)$",
    description: "time after which the stage is stopped, such as 2h",
  },
  retries: {
    type: "integer",
    minimum: 0,
    maximum: 100,
    description: "further attempts after a failure",
  },
  resources: {
    type: "object",
    description: "resources of the stage, if its own figures do not fit",
    properties: {
      cpus: {
        type: "number",
        exclusiveMinimum: 0,
        description: "cores that the stage uses",
      },
      memory: {
        type: "string",
        pattern: "^[0-9.]+ ?([MGT](iB)?)$",
        description: "memory, such as 4G",
      },
      gpus: {
        type: "integer",
        minimum: 0,
        description: "GPUs for the exclusive use of the stage",
      },
    },
    additionalProperties: false,
  },
};
