import type {
  LoadOperations,
  Operation,
} from "../../nas/operations/operation.ts";
import type { SpacePart } from "../../nas/operations/space_part.ts";
import { traitsOf } from "../../nas/space/operation_traits.ts";
import type { StageContext } from "../../pipeline/stage.ts";

/**
 * Gives operations from the parts of a stage: built-in ones from a module each, role `operation/<name>`, others from the
 * module of the user's space, role `space`.
 */
export function stageOperations(
  { part }: Pick<StageContext<unknown>, "part">,
): LoadOperations {
  return async ({ names, own }) =>
    Object.fromEntries(
      await Promise.all(
        names.map(async (name) => {
          if (traitsOf(name, own) === undefined) {
            const { operation } = await part<{ operation: Operation }>(
              `operation/${name}`,
            );
            return [name, operation];
          }
          const { space } = await ownSpace(part, name);
          const operation = space.operations?.[name];
          if (operation === undefined) {
            throw new RangeError(
              `Expected the operation ${name} in the space ${space.name} but found ${
                Object.keys(space.operations ?? {}).join(", ") || "none"
              }`,
            );
          }
          return [name, operation];
        }),
      ),
    );
}

async function ownSpace(
  part: StageContext<unknown>["part"],
  operation: string,
): Promise<{ readonly space: SpacePart }> {
  try {
    return await part<{ space: SpacePart }>("space");
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new RangeError(
      `Expected the module of the space with the operation ${operation}, which is not built in, but found none: ` +
        "wire a search in that space, or what follows from it",
      { cause: error },
    );
  }
}
