import { shownValue } from "../../common/shown_value.ts";
import { takenNameTrouble } from "../../common/taken_name.ts";
import { edgeCount } from "../space/edge_space.ts";
import { ALL_SPACE_NAMES } from "../space/named_space.ts";
import { operationHint } from "../space/operation_hint.ts";
import { ownNameTrouble } from "../space/own_operation_name.ts";
import { checkOwnSpace, type OwnSpace } from "../space/own_space.ts";
import { PRIMITIVES } from "../space/primitives.ts";
import type { Operation, Operations } from "./operation.ts";
import { operationTrouble } from "./operation_trouble.ts";

/**
 * A search space in a module of its own, which exports it as `space`: edges as in `OwnSpace`, and operations besides the
 * built-in ones.
 *
 * @example A space of one node in which each edge skips or computes
 * ```ts
 * import type { SpacePart } from "./space_part.ts";
 *
 * export const space: SpacePart = {
 *   name: "tiny",
 *   nodes: 1,
 *   candidates: ["skip_connect", "twice"],
 *   operations: {
 *     twice: {
 *       name: "twice",
 *       parameterFree: true,
 *       forward: (layers, x, { stride }) => {
 *         const y = stride === 1 ? x : layers.subsample(x, 0);
 *         return layers.add([y, y]);
 *       },
 *     },
 *   },
 * };
 * ```
 */
export interface SpacePart extends OwnSpace {
  /** Operations of its own, by name. */
  readonly operations?: Operations | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

/** Most nodes of a cell, as in a pipeline file. */
const MOST_NODES = 8;

/**
 * Checks what a module exports as `space`.
 *
 * @returns What is wrong, to follow "Expected `space` of ./my_space.ts to have"; undefined if it is a {@linkcode SpacePart}.
 */
export function spaceTrouble(
  value: Readonly<Record<string, unknown>>,
): string | undefined {
  const { name, nodes, operations = {} } = value;
  const taken = takenNameTrouble(name, ALL_SPACE_NAMES);
  if (taken !== undefined) return taken;
  const whole = Number.isInteger(nodes) ? Number(nodes) : 0;
  if (whole < 1 || whole > MOST_NODES) {
    return `nodes from 1 to ${MOST_NODES} but found ${shownValue(nodes)}`;
  }
  if (!isFields(operations)) {
    return `operations by name but found ${shownValue(operations)}`;
  }
  for (const [key, operation] of Object.entries(operations)) {
    const trouble = entryTrouble(key, operation);
    if (trouble !== undefined) return trouble;
  }
  const known = [...PRIMITIVES, ...Object.keys(operations)];
  const trouble = listTrouble(value, known);
  if (trouble !== undefined) return trouble;
  const [complaint] = checkOwnSpace(value as unknown as SpacePart);
  if (complaint === undefined) return undefined;
  const { message, path } = complaint;
  return `edges that fit (${message}${
    path.length === 0 ? "" : ` in ${path.join(".")}`
  })`;
}

/** Says what is wrong with an operation of its own. */
function entryTrouble(key: string, operation: unknown): string | undefined {
  const trouble = ownNameTrouble(key);
  if (trouble !== undefined) {
    return `operations with names of their own (${trouble})`;
  }
  if (!isFields(operation) || typeof operation.forward !== "function") {
    return `an operation ${key} with a function forward but found ${
      shownValue(isFields(operation) ? operation.forward : operation)
    }`;
  }
  if (operation.name !== key) {
    return `an operation ${key} with that name but found ${
      shownValue(operation.name)
    }`;
  }
  const found = operationTrouble(operation as unknown as Operation);
  return found === undefined ? undefined : `an operation ${key} that ${found}`;
}

/** Says which list of candidates is none, or which name of an operation nobody knows. */
function listTrouble(
  { candidates, normal, reduce, nodes }: Fields,
  known: readonly string[],
): string | undefined {
  const edges = edgeCount(nodes as number);
  const lists = Object.entries({ candidates, normal, reduce });
  for (const [name, list] of lists) {
    if (list === undefined) continue;
    const rows = name === "candidates" ? [list] : list;
    const fits = Array.isArray(rows) && rows.every(Array.isArray);
    if (!fits) {
      return name === "candidates"
        ? `candidates as a list of operations but found ${shownValue(list)}`
        : `${name} as ${edges} lists of operations but found ${
          shownValue(list)
        }`;
    }
    const strange = rows.flat().find((operation) => !known.includes(operation));
    if (strange !== undefined) {
      return `${name} of ${known.join(", ")} but found ${shownValue(strange)}${
        operationHint(String(strange), known)
      }`;
    }
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
