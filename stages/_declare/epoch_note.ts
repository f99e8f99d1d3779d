import type { StepMetrics } from "../../pipeline/stage.ts";

/**
 * Words on the last finished epoch of a training, such as `epoch 3/8, validation accuracy 0.412`.
 *
 * @param metrics Its measurements; undefined before the first epoch has ended.
 */
export function epochNote(
  metrics: StepMetrics | undefined,
  { accuracy, of, epochs }: {
    /** Name of an accuracy among the measurements. */
    readonly accuracy: string;
    /** Of which images, such as `validation`. */
    readonly of: string;
    /** Number of epochs, where it is known. */
    readonly epochs?: number;
  },
): string | undefined {
  const value = metrics?.values[accuracy];
  if (metrics === undefined || value === undefined) return undefined;
  const epoch = metrics.step + 1;
  return `epoch ${epoch}${
    epochs === undefined ? "" : `/${epochs}`
  }, ${of} accuracy ${value.toFixed(3)}`;
}
