import type { Layers, SkipFactor } from "../layers/layers.ts";
import { factorizedReduce } from "../operations/factorized_reduce.ts";

/** Name of an edge's auxiliary skip behind the name of the edge. */
const SKIP_NAME = "auxiliary_op";

/** The auxiliary skip of an edge: its input, or at stride 2 a factorized reduction of its own. */
export function auxiliarySkipPath<T>(
  layers: Layers<T>,
  x: T,
  { name, stride, affine }: {
    /** Prefix of the parameter names of the edge. */
    readonly name: string;
    readonly stride: 1 | 2;
    /** True for learned scale and offset in its normalisation. */
    readonly affine: boolean;
  },
): T {
  return stride === 1 ? x : factorizedReduce(layers, x, {
    name: `${name}.${SKIP_NAME}`,
    filters: layers.channels(x),
    affine,
  });
}

/** The auxiliary skip of an edge of a supernet as a further term beside its candidates; none without a factor. */
export function skipTerms<T>(
  layers: Layers<T>,
  x: T,
  { name, stride, factor }: {
    readonly name: string;
    readonly stride: 1 | 2;
    readonly factor: SkipFactor | undefined;
  },
): T[] {
  if (factor === undefined) return [];
  const y = auxiliarySkipPath(layers, x, { name, stride, affine: false });
  return [layers.fade(y, factor)];
}
