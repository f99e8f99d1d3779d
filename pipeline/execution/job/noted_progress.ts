import { ifPossible } from "../../../common/if_possible.ts";
import type { NoteProgress, Progress } from "../../stage.ts";

/**
 * Adds the words of a stage's `note.ts` to what it reports, where it says none itself.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { notedProgress } from "./noted_progress.ts";
 *
 * const progress = { done: 1, total: 4, unit: "step" };
 * const note = () => "epoch 1/4";
 * assertEquals(notedProgress(progress, note, {}), { ...progress, note: "epoch 1/4" });
 * ```
 */
export function notedProgress<P>(
  progress: Progress,
  note: NoteProgress<P> | undefined,
  params: P,
): Progress {
  if (note === undefined || progress.note !== undefined) return progress;
  // Words are not worth a run.
  const words = ifPossible(() => note(progress, params));
  return words === undefined ? progress : { ...progress, note: words };
}
