import type { StageContext } from "../../pipeline/stage.ts";

/**
 * Gives the value of a name from the parts of a stage: role `<kind>/<name>` for a built-in one, and `<kind>` for a user's.
 *
 * @param kind Kind of the part, under which its module exports the value, such as `stem`.
 * @param options Its name, and which inputs of a stage bring a user's module, for the error.
 * @throws {RangeError} If the stage does not have its module.
 */
export async function namedPart<T extends { readonly name: string }>(
  { part }: Pick<StageContext<unknown>, "part">,
  kind: string,
  { name, wire }: { readonly name: string; readonly wire: string },
): Promise<T> {
  const exported = async (role: string) => {
    try {
      return (await part<Readonly<Record<string, T>>>(role))[kind];
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return undefined;
    }
  };
  const found = await exported(`${kind}/${name}`) ?? await exported(kind);
  if (found?.name === name) return found;
  throw new RangeError(
    `Expected the module of the ${kind} ${name} but found ${
      found === undefined ? "none" : `that of ${found.name}`
    }: wire ${wire}`,
  );
}
