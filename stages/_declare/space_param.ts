import { spaceTrouble } from "../../nas/operations/space_part.ts";
import type { PartShape } from "../../pipeline/stage.ts";

/** What a user's module of a space has to export. */
export const SPACE_SHAPE: PartShape = { export: "space", check: spaceTrouble };
