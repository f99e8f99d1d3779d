/** Epochs that count as the last ones; published. */
const AVERAGING_PATIENCE = 5;

/**
 * True where the average of weights takes their place from the next epoch on: the validation loss of the last epoch is
 * larger than the best one of all but the `patience` epochs before it (docs/recurrent.md section 2).
 *
 * @param losses Validation loss of each epoch until now.
 *
 * @example
 * ```ts
 * import { averagingBegins } from "./averaging_trigger.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(averagingBegins([5, 4, 3], 1), false);
 * assertEquals(averagingBegins([4, 3, 3.5, 3.2], 1), true);
 * ```
 */
export function averagingBegins(
  losses: readonly number[],
  patience = AVERAGING_PATIENCE,
): boolean {
  const before = losses.slice(0, -1);
  const old = before.slice(0, Math.max(0, before.length - patience));
  return old.length > 0 && losses.at(-1)! > Math.min(...old);
}
