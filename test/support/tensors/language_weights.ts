import type { Layout } from "../../../nas/layers/layout.ts";
import { goldenTensor } from "../../numerics/golden.ts";
import type { ReferenceTensors } from "./reference.ts";

/** A flat vector of the reference's named tensors, which have our shapes in recurrent networks. */
export function languageVector(
  { parameters, parameterCount }: Layout,
  tensors: ReferenceTensors,
): Float64Array {
  const flat = new Float64Array(parameterCount);
  for (const { name, offset } of parameters) {
    flat.set(goldenTensor(tensors[name]!).data, offset);
  }
  return flat;
}
