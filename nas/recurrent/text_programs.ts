import type { Engine } from "../../engine/engine.ts";
import {
  type Parts,
  type Programs,
  programsByBatch,
} from "../training/programs.ts";

/** Programs of steps over texts, by the length of a step in words. */
export interface TextPrograms<P extends Parts<P>> {
  /** Those of training steps. */
  readonly programsFor: (length: number) => Programs<P>;
  /** Those of steps over the validation text. */
  readonly measureFor: (length: number) => Programs<P>;
  /** Frees all of them. */
  disposeAll(): void;
}

/**
 * Compiles programs of training steps and of validation steps for each length when it is first asked for.
 *
 * @param batches How many texts lie side by side in a step.
 * @param build Parts of a step over texts of a length.
 * @param most Lengths whose programs are kept at once, of training and of validation each.
 */
export function textPrograms<P extends Parts<P>>(
  engine: Engine,
  { batch, validationBatch }: {
    readonly batch: number;
    readonly validationBatch: number;
  },
  build: (at: { readonly batch: number; readonly length: number }) => P,
  most: number,
): TextPrograms<P> {
  const programsOf = (batch: number) =>
    programsByBatch(engine, (length) => build({ batch, length }), most);
  const programsFor = programsOf(batch);
  const measureFor = programsOf(validationBatch);
  return {
    programsFor,
    measureFor,
    disposeAll() {
      programsFor.disposeAll();
      measureFor.disposeAll();
    },
  };
}
