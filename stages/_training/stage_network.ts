import type { GraphNetworks } from "../../nas/network/graph_networks.ts";
import type { LoadCode } from "../../nas/network/load_code.ts";
import type { StageContext } from "../../pipeline/stage.ts";
import { stageOperations } from "./stage_operations.ts";
import { stageStem } from "./stage_stem.ts";

/** Gives the code of networks from the parts of a stage: that of graph cells has the role `operation/graphs`. */
export function stageNetwork(
  context: Pick<StageContext<unknown>, "part">,
): LoadCode {
  return {
    operations: stageOperations(context),
    stem: stageStem(context),
    graphs: async () =>
      (await context.part<{ readonly graphs: GraphNetworks }>(
        "operation/graphs",
      )).graphs,
  };
}
