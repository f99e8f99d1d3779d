import type { NormMode } from "../../_artifacts/fields.ts";
import type { MetricName } from "./metrics.ts";
import type { Run } from "./report_run.ts";

/** How the numbers of a run were made, as far as its artifacts say. */
export interface NumberStates {
  /** How batch normalisation worked while a metric was measured. */
  readonly modes: Readonly<Partial<Record<MetricName, NormMode>>>;
  /** How parameters and multiply-accumulates were counted; null where nothing says it. */
  readonly counting: Counting | null;
  /** What the tabulated numbers are; null where nothing says it. */
  readonly regime: Regime | null;
}

type Found<K extends keyof Run["found"]> = NonNullable<
  Run["found"][K]
>["value"];

/** A rule of counting. */
export type Counting = NonNullable<Found<"evaluation">["counting"]>;

/** What the numbers of a benchmark table are. */
export type Regime = NonNullable<Found<"benchmark">["regime"]>;

/** Reads from the artifacts of a run how its numbers were made. */
export function statesOf({ found }: Pick<Run, "found">): NumberStates {
  const { mode: searched } = found.search?.value ?? {};
  const tested = found.evaluation?.value.mode;
  const spectrum = knownMode(found.hessian?.value.mode);
  const tabulated = found.benchmark?.value.regime?.mode;
  const modes: Partial<Record<MetricName, NormMode | undefined>> = {
    test_error: tested,
    test_loss: tested,
    benchmark_test_error: tabulated,
    benchmark_validation_error: tabulated,
    benchmark_regret: tabulated,
    valid_accuracy: searched?.["validAccuracy"],
    hessian_top: spectrum,
    hessian_spectral: spectrum,
    discretisation_drop: found.discretisation?.value.mode,
    curvature_mean:
      found.search?.value.epochs.some(({ curvature }) =>
          curvature !== undefined
        )
        ? searched?.["curvature"]
        : undefined,
  };
  return {
    modes: Object.fromEntries(
      Object.entries(modes).filter(([, mode]) => mode !== undefined),
    ),
    counting: found.evaluation?.value.counting ??
      found.count?.value.counting ?? null,
    regime: found.benchmark?.value.regime ?? null,
  };
}

/** The mode of a Hessian, whose file may hold any text. */
function knownMode(mode: string | undefined): NormMode | undefined {
  return mode === "train" || mode === "evaluation" ? mode : undefined;
}
