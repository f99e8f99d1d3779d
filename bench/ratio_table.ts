import type { StepSummary } from "./summary.ts";
import { type StepName, STEPS } from "./workload.ts";

/** Output of a run of `search_steps.ts --json`. */
export interface Comparison {
  /** Size of the network. */
  readonly size: string;
  /** Candidate operations of the search space. */
  readonly space: string;
  /** This engine. */
  readonly engine: string;
  /** Library that the engine was compared with. */
  readonly yardstick: string | null;
  /** Seconds of the first run of each step, compilation included. */
  readonly first: Readonly<Partial<Record<StepName, number>>>;
  /** Seconds of the first run of each step of the yardstick, compilation included. */
  readonly yardstickFirst?: Readonly<Partial<Record<StepName, number>>>;
  /** Largest resident size in MiB. */
  readonly peak: { readonly engine: number; readonly yardstick: number | null };
  /** Figures of each step. */
  readonly steps: readonly StepSummary[];
}

/**
 * One table of ratios, this engine over the yardstick, medians: a column for each network, and in parentheses the ratio to a
 * yardstick that computes the gradients of the alphas alone.
 *
 * @param networks Comparisons of each network, reference way, alphas alone, and with a compiled yardstick, if any has one.
 */
export function ratioTable(
  networks: readonly {
    readonly reference: Comparison;
    readonly alphaOnly: Comparison;
    /** Beside PyTorch whose inductor compiles the network. */
    readonly compiled?: Comparison;
  }[],
): string {
  const ratio = ({ steps }: Comparison, step: StepName) =>
    steps.find((one) => one.step === step)?.ratio?.median.toFixed(2);
  const rows = STEPS.map((step) => [
    step,
    ...networks.map(({ reference, alphaOnly }) => {
      const other = ratio(alphaOnly, step);
      return `${ratio(reference, step) ?? "-"}${
        other === undefined ? "" : ` (${other})`
      }`;
    }),
  ]);
  const firstRuns = ({ first }: Comparison) =>
    (["weight", "alpha", "hvp"] as const)
      .map((step) => first[step]?.toFixed(1) ?? "-").join(", ");
  const mib = (value: number | null) => value?.toFixed(0) ?? "-";
  const peaks = ({ peak }: Comparison) =>
    `${mib(peak.engine)} / ${mib(peak.yardstick)}`;
  const table = [
    [
      "step",
      ...networks.map(({ reference }) =>
        `${reference.size} ${reference.space}`
      ),
    ],
    ["---", ...networks.map(() => "---")],
    ...rows,
    ...(networks.some(({ compiled }) => compiled !== undefined)
      ? compiledRows(networks, ratio)
      : []),
    [
      "first weight, alpha, hvp, s",
      ...networks.map(({ reference }) => firstRuns(reference)),
    ],
    [
      "peak MiB of a search, sdarts / PyTorch",
      // that run has no Hessian product
      ...networks.map(({ alphaOnly }) => peaks(alphaOnly)),
    ],
    [
      "with hvp",
      ...networks.map(({ reference }) => peaks(reference)),
    ],
  ];
  return table.map((row) => `| ${row.join(" | ")} |`).join("\n");
}

/** Rows of ratios to a yardstick that compiles its network, and the seconds of its first steps. */
function compiledRows(
  networks: readonly { readonly compiled?: Comparison }[],
  ratio: (comparison: Comparison, step: StepName) => string | undefined,
): string[][] {
  const steps = ["weight", "alpha", "rs"] as const;
  return [
    ...steps.map((step) => [
      `${step}, PyTorch compiled`,
      ...networks.map(({ compiled }) =>
        compiled === undefined ? "-" : ratio(compiled, step) ?? "-"
      ),
    ]),
    [
      "first weight, alpha of PyTorch compiled, s",
      ...networks.map(({ compiled }) =>
        (["weight", "alpha"] as const)
          .map((step) => compiled?.yardstickFirst?.[step]?.toFixed(1) ?? "-")
          .join(", ")
      ),
    ],
  ];
}
