import { assertEquals } from "@std/assert";
import type { ResumableState } from "../../../nas/training/run_epochs.ts";
import { throughFile } from "./tiny_search.ts";

/**
 * Asserts that a training that goes on from a file of its state after the first step ends as one that was not stopped.
 *
 * @param run Trains from a state to the end.
 */
export async function assertGoesOn<S extends ResumableState<unknown>, R>(
  initial: S,
  run: (
    from: S,
    afterStep: (at: { readonly state: () => S }) => void,
  ) => Promise<R>,
): Promise<void> {
  let halfway: S | undefined;
  const whole = await run(initial, ({ state }) => {
    halfway ??= state();
  });
  const from = { ...halfway!, tensors: throughFile(halfway!.tensors) };
  assertEquals([from.epoch, from.step], [0, 1]);
  assertEquals(await run(from, () => {}), whole);
}
