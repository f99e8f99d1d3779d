import { genotypeCode } from "../../nas/network/load_code.ts";
import { stageNetwork } from "../_training/stage_network.ts";
import {
  COUNTING,
  countNetwork,
  countOthers,
} from "../../nas/network/count.ts";
import type { StageContext } from "../../pipeline/stage.ts";
import { readArchitectureFile } from "../_artifacts/genotype_file.ts";
import { networkCountFile } from "../_artifacts/network_count.ts";
import type { CountParams } from "./params.ts";

/** Counts parameters and multiply-accumulates; totals leave the auxiliary head out, as in the papers. */
export async function run(
  context: StageContext<CountParams>,
): Promise<void> {
  const { params } = context;
  const path = context.input("genotype");
  const genotype = await readArchitectureFile(path);
  const config = {
    ...params,
    genotype,
    ...await genotypeCode(stageNetwork(context), genotype, {
      stem: params.stem,
      file: path,
    }),
  };
  const { parameters, auxiliary, convolutionMacs, linearMacs } = countNetwork(
    config,
  );
  const macs = convolutionMacs + linearMacs;
  await networkCountFile.write(context.output("count"), {
    ...params,
    parameters,
    ...(params.auxiliary ? { auxiliaryParameters: auxiliary } : {}),
    macs,
    convolutionMacs,
    linearMacs,
    ...countOthers(config),
    counting: COUNTING,
  });
  const text = (value: number) => value.toLocaleString("en-US");
  context.log(
    `${text(parameters)} parameters and ${
      text(macs)
    } multiply-accumulates without the auxiliary head`,
  );
}
