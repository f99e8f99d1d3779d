// Runs the stage `evaluate` or `validate` in this process: node arguments are a JSON text.
import evaluateStage from "../../../stages/evaluate/stage.ts";
import validateStage from "../../../stages/validate/stage.ts";
import { testContext } from "../../../pipeline/stage_testing.ts";

/** What to measure. */
export interface MeasureJob {
  /** Stage. */
  readonly stage: "evaluate" | "validate";
  /** Folder of the data. */
  readonly data: string;
  /** Folder of the network. */
  readonly network: string;
  /** File that gets the measures. */
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
  await stage.run(
    testContext(stage.params.parse({ threads, batch }), {
      inputs: { data, network },
      outputs: { evaluation: output, validation: output },
      checkpoint: data,
    }).context,
  );
}

if (import.meta.main) await measure(JSON.parse(Deno.args[0]!) as MeasureJob);
