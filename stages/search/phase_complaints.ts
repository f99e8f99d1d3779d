import { failedChecks, type PlanCheck } from "./failed_checks.ts";
import type { ParameterComplaint } from "../_declare/parameter_check.ts";

/** Parameters that divide a search into phases, and sizes that have to fit them. */
interface PhaseSizes {
  readonly channels: number;
  readonly cells: number;
  readonly epochs: number;
  readonly warmup?: number | undefined;
  readonly channelShare?: number | undefined;
  readonly phases?:
    | readonly {
      readonly after: number;
      readonly keep?: number | undefined;
      readonly channelShare?: number | undefined;
    }[]
    | undefined;
}

/** Complains of sizes of phases that contradict each other, and of channels that cannot be divided. */
export function phaseComplaints(params: PhaseSizes): ParameterComplaint[] {
  const { phases = [], epochs, warmup = 0 } = params;
  // a single cell is a reduction, which doubles them
  const channels = params.channels * (params.cells === 1 ? 2 : 1);
  const divisible = (
    share: number | undefined,
    path: PlanCheck[1],
  ): PlanCheck => [
    share !== undefined && channels % share !== 0,
    path,
    `Expected channels divisible by ${share} but found ${channels}`,
  ];
  const lengths = [{ after: 0 }, ...phases].map(({ after }, at) =>
    (phases[at]?.after ?? epochs) - after
  );
  const shortest = Math.min(...lengths);
  let { channelShare: before } = params;
  return failedChecks([
    divisible(before, ["channelShare"]),
    ...phases.flatMap(({ after, keep, channelShare }, at): PlanCheck[] => {
      const path = (name: string) => ["phases", at, name];
      const first = phases[at - 1]?.after ?? 0;
      const last = before;
      before = channelShare ?? before;
      return [
        [
          after <= first || after >= epochs,
          path("after"),
          `Expected more than ${first} and fewer than ${epochs} epochs before the phase but found ${after}`,
        ],
        [
          keep === undefined && channelShare === undefined,
          path("keep"),
          "Expected keep or channelShare, which the phase changes, but found neither",
        ],
        [
          channelShare !== undefined && !(channelShare < (last ?? 0)),
          path("channelShare"),
          last === undefined
            ? "Expected the parameter channelShare, that of the first phase, but found none"
            : `Expected less than ${last}, as one of ${last} channels goes through the candidates before the phase, but found ${channelShare}`,
        ],
        divisible(channelShare, path("channelShare")),
      ];
    }),
    [
      phases.length > 0 && shortest > 0 && warmup >= shortest,
      ["warmup"],
      `Expected fewer than the ${shortest} epochs of a phase but found ${warmup}: its alphas would never be trained`,
    ],
  ]);
}
