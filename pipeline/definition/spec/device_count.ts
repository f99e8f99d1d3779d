import type { Resources } from "../../stage.ts";

/**
 * GPUs of an instance for which the pipeline file asks for none.
 *
 * @param usual Those that an instance takes if its toolchain uses them.
 */
export function gpusOf(
  { gpus, devices = 1 }: Resources,
  usual: number,
): number {
  return gpus ?? usual * devices;
}

/** Complains of GPUs that would lie idle, or that are too few. */
export function devicesTrouble(
  { devices }: Resources,
  gpus: number,
): string | undefined {
  return devices === undefined || gpus === 0 || gpus === devices
    ? undefined
    : `Expected as many gpus as devices but found gpus ${gpus} and devices ${devices}: set the parameter devices to ${gpus}, or gpus to ${devices}`;
}
