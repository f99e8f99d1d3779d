import { defineStage, storedGenotype } from "sdarts";
import { z } from "zod";

/** A stage of this project: `use: skips` finds it by the name of its folder. */
export default defineStage({
  name: "skips",
  description: "counts the edges of a genotype that hold a given operation",
  params: z.strictObject({
    operation: z.string().default("skip_connect").describe("operation"),
  }),
  inputs: { genotype: { kind: "genotype" } },
  outputs: { share: { kind: "share", path: "share.json" } },
  run: async ({ params, input, output, log }) => {
    const path = input("genotype");
    const { normal, reduce } = storedGenotype(
      JSON.parse(await Deno.readTextFile(path)),
      path,
    );
    const edges = [...normal, ...reduce];
    const found = edges.filter(([kind]) => kind === params.operation).length;
    log(`${params.operation}: ${found} of ${edges.length} edges`);
    await Deno.writeTextFile(
      output("share"),
      JSON.stringify({ share: found / edges.length }),
    );
  },
});
