// Runs the stage `evaluate` or `validate` in this process; the argument is a job as JSON.
import { allNetworkParts } from "../../../stages/_declare/operation_parts.ts";
import evaluateStage from "../../../stages/evaluate/stage.ts";
import validateStage from "../../../stages/validate/stage.ts";
import { runHere, testContext } from "../../../pipeline/stage_testing.ts";

/** Stage to run, with its input, output and parameters. */
export interface MeasureJob {
  readonly stage: "evaluate" | "validate";
  readonly data: string;
  /** Folder of the network. */
  readonly network: string;
  /** File of the result. */
  readonly output: string;
  /** Operations at once. */
  readonly threads?: number;
  /** Images a step. */
  readonly batch?: number;
}

/** Runs the stage. */
export async function measure(job: MeasureJob): Promise<void> {
  const { data, network, output, threads = 1, batch = 96 } = job;
  const stage = job.stage === "evaluate" ? evaluateStage : validateStage;
  await runHere(
    stage,
    testContext(stage.params.parse({ threads, batch }), {
      parts: allNetworkParts(),
      inputs: { data, network },
      outputs: { evaluation: output, validation: output },
      checkpoint: data,
    }).context,
  );
}

if (import.meta.main) await measure(JSON.parse(Deno.args[0]!) as MeasureJob);
