/** Whether more of a metric is better, or less. */
export type Direction = "max" | "min";

/** Words in names of metrics, by what is better. */
const WORDS: Readonly<Record<Direction, RegExp>> = {
  max:
    /^(?:accuracy|acc|precision|recall|sensitivity|specificity|f1|auc|auroc|iou|dice|bleu|rouge|psnr|ssim|reward|score|throughput)$/,
  min:
    /^(?:error|err|errors|loss|losses|regret|perplexity|ppl|mse|rmse|mae|nll|wer|cer|fid|latency)$/,
};

/**
 * Says by the words of a metric's name whether more or less of it is better: accuracy up, error and loss down.
 *
 * @param name `top1Accuracy`, `valid_loss`, `evaluate.top1Error`.
 * @returns `undefined` where no word says it, or where two disagree.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { metricDirection } from "./metric_direction.ts";
 *
 * const names = ["top1Accuracy", "valid_acc", "mIoU", "search.validLoss", "top.mean", "lossAccuracy"];
 * assertEquals(names.map(metricDirection), ["max", "max", "max", "min", undefined, undefined]);
 * ```
 */
export function metricDirection(name: string): Direction | undefined {
  const words = name.replaceAll("IoU", "Iou")
    .replace(/([a-z0-9])(?=[A-Z])/g, "$1 ").toLowerCase()
    .split(/[^a-z0-9]+/);
  const [max, min] = (["max", "min"] as const).map((better) =>
    words.some((word) => WORDS[better].test(word))
  );
  return max === min ? undefined : max ? "max" : "min";
}
