import { usageError } from "../../../base/pipeline_error.ts";
import type { OpenedPipeline } from "../../../cache/key/action.ts";
import type { Arguments } from "../command.ts";
import {
  checkResources,
  machineLimits,
} from "../../../execution/plan/machine_limits.ts";
import { planPipeline } from "../../../execution/plan/plan.ts";
import { writeJson, writeOut } from "../../terminal/write_out.ts";
import { parseNodes } from "../../../remote/simulate/parse_nodes.ts";
import { simulatePlan } from "../../../remote/simulate/simulate_plan.ts";
import { simulationText } from "../../../remote/simulate/simulation_text.ts";

/**
 * `plan FILE --simulate nodes=N`: shows how long a run would take on some nodes, and what bounds it.
 *
 * Throws a `PipelineError` of kind `usage` for a stage that no node can run.
 */
export async function simulate(
  opened: OpenedPipeline,
  args: Arguments,
): Promise<void> {
  const { file, sweep } = opened.pipeline;
  if (sweep?.plan.open === true) {
    throw usageError(
      `Cannot simulate ${file}: the trials of tune follow from results, which a simulation does not have`,
    );
  }
  const machine = machineLimits();
  const asked = parseNodes(args.flags.simulate ?? "", {
    ...machine,
    gpus: machine.gpus?.length ?? 0,
  });
  const { cpus, memory, gpus } = asked.node;
  checkResources(opened, {
    cpus,
    memory,
    gpus: Array.from({ length: gpus }, (_, index) => ({ name: String(index) })),
  }, "a node of --simulate");
  const simulation = await simulatePlan(
    opened,
    await planPipeline(opened),
    asked,
  );
  if (args.flags.json) {
    writeJson({ pipeline: opened.pipeline.name, simulation });
  } else writeOut(simulationText(simulation));
}
