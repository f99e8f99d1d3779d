import type { Operations } from "../operations/operation.ts";
import type { WithGraphs } from "./graph_networks.ts";
import type { Stem } from "../stems/stem.ts";

/** Sizes of a network as files hold them: with the name of its stem, and without the code of its operations and cells. */
export function storedSizes<
  C extends
    & { readonly operations: Operations; readonly stem: Stem }
    & WithGraphs,
>({ operations: _, graphs: __, ...sizes }: C): object {
  return { ...sizes, stem: sizes.stem.name };
}
