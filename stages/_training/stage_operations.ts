import type {
  LoadOperations,
  Operation,
} from "../../nas/operations/operation.ts";
import type { SpacePart } from "../../nas/operations/space_part.ts";
import { traitsOf } from "../../nas/space/operation_traits.ts";
import type { StageContext } from "../../pipeline/stage.ts";

type Part = StageContext<unknown>["part"];

/**
 * Gives operations from the parts of a stage: built-in ones from a module each, role `operation/<name>`, others from the
 * module of the user's space, role `space`. It throws a `RangeError` with file and edge where there is none.
 */
export function stageOperations(
  { part }: Pick<StageContext<unknown>, "part">,
): LoadOperations {
  return async ({ names, own, placeOf }, file) =>
    Object.fromEntries(
      await Promise.all(
        names.map(async (name) => {
          const place = `for ${placeOf(name)} in ${file}`;
          const operation = traitsOf(name, own) === undefined
            ? await builtIn(part, name, place)
            : await ownOperation(part, name, place);
          return [name, operation];
        }),
      ),
    );
}

async function builtIn(
  part: Part,
  name: string,
  place: string,
): Promise<Operation> {
  const { operation } = await partOr<{ operation: Operation }>(
    part,
    `operation/${name}`,
    `Expected an operation that is built in or in the user's space but found ${name} ${place}`,
  );
  return operation;
}

async function ownOperation(
  part: Part,
  name: string,
  place: string,
): Promise<Operation> {
  const { space } = await partOr<{ space: SpacePart }>(
    part,
    "space",
    `Expected the module of the space with ${name}, which is not built in, but found none ${place}: ` +
      "wire a search in that space, or what follows from it",
  );
  const operation = space.operations?.[name];
  if (operation === undefined) {
    throw new RangeError(
      `Expected an operation of the space ${space.name} (${
        Object.keys(space.operations ?? {}).join(", ")
      }) but found ${name} ${place}`,
    );
  }
  return operation;
}

/** A part, or an error in other words where the stage has none. */
async function partOr<T>(
  part: Part,
  role: string,
  message: string,
): Promise<T> {
  try {
    return await part<T>(role);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new RangeError(message, { cause: error });
  }
}
