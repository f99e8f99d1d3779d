import { isOperationName } from "./operation_traits.ts";
import { PRIMITIVES } from "./primitives.ts";

/** Says why a name cannot be that of an operation that is not built in; undefined if it can. */
export function ownNameTrouble(name: string): string | undefined {
  if ((PRIMITIVES as readonly string[]).includes(name)) {
    return `Expected another name than ${name}, which is built in`;
  }
  return isOperationName(name)
    ? undefined
    : `Expected a letter, then letters, digits and underscores as the name of an operation but found ${
      JSON.stringify(name.slice(0, 60))
    }`;
}
