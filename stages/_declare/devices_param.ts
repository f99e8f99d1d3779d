import { z } from "zod";
import type { ParameterComplaint } from "./parameter_check.ts";

/** Schema of the devices that a training divides its steps over; one is left out of keys. */
export const devicesParam = z.int().min(1).max(64).optional().describe(
  "devices that each batch is divided over: as many GPUs, or parts of the processor where the stage gets none; changes the numbers, as each device normalises its own images; default: 1",
).transform((devices) => devices === 1 ? undefined : devices);

/** Complains of a batch of which some device would get less than two images, which normalise poorly. */
export function devicesComplaints(
  { batch, devices = 1 }: {
    readonly batch: number;
    readonly devices?: number | undefined;
  },
): ParameterComplaint[] {
  const last = batch - (devices - 1) * Math.ceil(batch / devices);
  return last >= 2 ? [] : [{
    path: ["devices"],
    message:
      `Expected at least two images a device but found batch ${batch} and devices ${devices}`,
  }];
}

/** Module that divides steps, where there are several devices. */
export function devicesParts(
  { devices }: { readonly devices?: number | undefined },
): Readonly<Record<string, string>> {
  return devices === undefined ? {} : {
    devices: import.meta.resolve("../../nas/training/data_parallel.ts"),
  };
}
