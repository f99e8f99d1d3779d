import type { Precision } from "../../engine/compile/precision.ts";
import type { BatchGradients } from "../../nas/training/batch_gradients.ts";
import type { StageContext } from "../../pipeline/stage.ts";

/** Loads the modules for training steps on several devices and in 16 bits, where the parameters ask for them. */
export async function stageSteps(
  { part, params }: Pick<
    StageContext<{
      readonly devices?: number | undefined;
      readonly precision?: "bfloat16" | undefined;
    }>,
    "part" | "params"
  >,
): Promise<{
  readonly gradients: BatchGradients | undefined;
  readonly precision: Precision | undefined;
}> {
  const { devices, precision } = params;
  return {
    gradients: devices === undefined
      ? undefined
      : (await part<{ dataParallel: (devices: number) => BatchGradients }>(
        "devices",
      )).dataParallel(devices),
    precision: precision === undefined
      ? undefined
      : (await part<Record<typeof precision, Precision>>(
        `precision/${precision}`,
      ))[precision],
  };
}
