import { didYouMean } from "../../common/did_you_mean.ts";

/** Operations of a choice block, in the column order of its alphas. */
export const CHOICE_OPERATIONS = [
  "maxpool3x3",
  "conv3x3-bn-relu",
  "conv1x1-bn-relu",
] as const;

/** Operation of a NAS-Bench-101 cell. */
export type ChoiceOperation = typeof CHOICE_OPERATIONS[number];

/**
 * A search space of NAS-Bench-1Shot1: one cell of choice blocks. A choice block mixes its operations, and weighs its
 * inputs where it has more of them than the NAS-Bench-101 cell will keep (docs/method.md section 1b).
 */
export interface ChoiceSpace {
  /** Name, such as `nasbench1shot1-1`. */
  readonly name: string;
  /** Parents that each choice block keeps, block by block, then those of the output. */
  readonly parents: readonly number[];
}

/** Names that {@linkcode choiceSpace} knows. */
export const CHOICE_SPACE_NAMES = [
  "nasbench1shot1-1",
  "nasbench1shot1-2",
  "nasbench1shot1-3",
] as const;

/** Name of a NAS-Bench-1Shot1 search space. */
export type ChoiceSpaceName = typeof CHOICE_SPACE_NAMES[number];

/** True for the name of a NAS-Bench-1Shot1 search space. */
export function isChoiceSpaceName(name: string): name is ChoiceSpaceName {
  return (CHOICE_SPACE_NAMES as readonly string[]).includes(name);
}

const PARENTS = {
  "nasbench1shot1-1": [1, 2, 2, 2, 2],
  "nasbench1shot1-2": [1, 1, 2, 2, 3],
  "nasbench1shot1-3": [1, 1, 1, 2, 2, 2],
} as const satisfies Record<ChoiceSpaceName, readonly number[]>;

/** True for a space of choice blocks, false for one of edges. */
export function isChoiceSpace<S extends object>(
  space: S | ChoiceSpace,
): space is ChoiceSpace {
  return "parents" in space;
}

/** Choice blocks of a cell: 4 in spaces 1 and 2, 5 in space 3. */
export function choiceBlocks({ parents }: ChoiceSpace): number {
  return parents.length - 1;
}

/**
 * Vertices whose inputs are weighed by alphas: blocks that keep fewer parents than they have. Vertex 0 is the cell's
 * input, vertex 1 the first block, which reads nothing else.
 */
export function weighedBlocks(space: ChoiceSpace): number[] {
  return space.parents.slice(0, -1).flatMap((kept, at) =>
    kept < at + 1 ? [at + 1] : []
  );
}

/**
 * A search space of NAS-Bench-1Shot1.
 *
 * @throws {RangeError} If the name is unknown.
 *
 * @example The second block of space 1 keeps both of its inputs
 * ```ts
 * import { choiceSpace, weighedBlocks } from "./choice_space.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(weighedBlocks(choiceSpace("nasbench1shot1-1")), [3, 4]);
 * ```
 */
export function choiceSpace(name: ChoiceSpaceName): ChoiceSpace {
  if (!Object.hasOwn(PARENTS, name)) {
    throw new RangeError(
      `Expected a space of ${CHOICE_SPACE_NAMES.join(", ")} but found ${name}${
        didYouMean(name, CHOICE_SPACE_NAMES)
      }`,
    );
  }
  return { name, parents: PARENTS[name] };
}
