import * as tf from "@tensorflow/tfjs-core";
import type {
  Parts,
  ProgramPart,
  Programs,
} from "../../../nas/training/programs.ts";

/** Programs that run eagerly: the twins of compiled ones. */
export function eagerPrograms<P extends Parts<P>>(parts: P): Programs<P> {
  const calls = Object.entries<ProgramPart<never, object>>(parts).map((
    [name, { fn }],
  ) => [
    name,
    (inputs: never) => tf.tidy(() => fn(inputs) as tf.TensorContainerObject),
  ]);
  return Object.assign(Object.fromEntries(calls), { forget() {} });
}
