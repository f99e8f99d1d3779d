import { z } from "zod";
import { spaceTrouble } from "../../nas/operations/space_part.ts";
import type { PartShape } from "../../pipeline/stage.ts";

const PATH = /^\.\.?\//;

/** Schema of a search space: a name, or the path of a user's module. */
export function spaceParam<N extends string>(names: readonly N[]) {
  return z.union([z.enum(names), z.string().regex(PATH)]);
}

/** True for the path of a user's module, which stands in the place of a name. */
export function isPath(name: string): boolean {
  return PATH.test(name);
}

/** What a user's module of a space has to export. */
export const SPACE_SHAPE: PartShape = { export: "space", check: spaceTrouble };
