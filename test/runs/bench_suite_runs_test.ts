// Stages on the benchmarks of DARTS-Bench-Suite at a small size, in this process.
import { join } from "node:path";
import { assertEquals, assertRejects } from "@std/assert";
import countStage from "../../stages/count/stage.ts";
import deriveStage from "../../stages/derive/stage.ts";
import discretiseStage from "../../stages/discretise/stage.ts";
import evaluateStage from "../../stages/evaluate/stage.ts";
import genotypeStage from "../../stages/genotype/stage.ts";
import hessianStage from "../../stages/hessian/stage.ts";
import onnxStage from "../../stages/onnx/stage.ts";
import retrainStage from "../../stages/retrain/stage.ts";
import { retrainParams } from "../../stages/retrain/params.ts";
import searchStage from "../../stages/search/stage.ts";
import { searchParams } from "../../stages/search/params.ts";
import torchStage from "../../stages/torch/stage.ts";
import { isParameterFree } from "../../nas/genotype/parameter_free.ts";
import { withStages } from "../support/stages/with_stages.ts";

const data = "dataset";
const SIZES = { channels: 2, cells: 1 };
const SPACE = { space: "darts8-all-skip", nodes: 3, outputs: 2 };

Deno.test("a single cell with auxiliary skips is searched, derived with them, trained, tested, counted and exported", async () => {
  await withStages(async ({ folder, run }) => {
    const read = async (path: string) =>
      JSON.parse(await Deno.readTextFile(join(folder, path)));
    await run(searchStage, "search", {
      params: { ...SPACE, ...SIZES, method: "sdarts-rs", epochs: 1, batch: 2 },
      inputs: { data },
    });
    const { space, epochs } = await read("search/alphas.json");
    assertEquals([space.outputs, space.auxiliarySkips], [2, true]);
    assertEquals(space.kinds, ["reduce"]);
    const history = await read("search/history.json");
    assertEquals(Object.keys(history.alphas.matrices), ["reduce"]);
    // no cell reads the alphas of normal cells: weight decay alone moves them, towards 0
    const [before, after] = [0, 1].map((epoch) => epochs[epoch].normal.flat());
    assertEquals(
      after.map((alpha: number, at: number) => Math.sign(alpha - before[at])),
      before.map((alpha: number) => -Math.sign(alpha)),
    );
    // methods that look into the candidates of edges, of which one matrix belongs to no cell
    for (const method of ["gdas", "oles"]) {
      await run(searchStage, method, {
        params: { ...SPACE, ...SIZES, method, epochs: 1, batch: 2 },
        inputs: { data },
      });
      const { epochs } = await read(`${method}/alphas.json`);
      assertEquals(epochs.length, 2);
    }
    const searched = { data, search: "search/supernet" };
    await run(hessianStage, "hessian", {
      params: { batches: 1, batch: 2 },
      inputs: searched,
    });
    const { dimension } = await read("hessian/hessian.json");
    assertEquals(dimension, 2 * 9 * 8);
    await run(deriveStage, "derived", {
      inputs: { search: "search/alphas.json" },
    });
    const { genotype, python } = await read("derived/genotype.json");
    assertEquals(genotype.auxiliary_skips, true);
    assertEquals(genotype.reduce_concat, [3, 4]);
    const { parameterFree } = (await read("derived/trajectory.json")).epochs[1];
    assertEquals(
      parameterFree,
      genotype.reduce.filter(([name]: [string]) => isParameterFree(name))
        .length,
    );
    await run(genotypeStage, "read", { params: { python }, inputs: {} });
    assertEquals((await read("read/genotype.json")).genotype, genotype);
    const derived = { genotype: "derived/genotype.json" };
    await assertRejects(
      () =>
        run(discretiseStage, "discrete", {
          params: { batches: 1, batch: 2 },
          inputs: { ...searched, ...derived },
        }),
      RangeError,
      "Cannot discretise a search with auxiliary skips: those of the edges that a cell leaves out would stay",
    );
    const counted = async (name: string, genotype: string) => {
      await run(countStage, name, {
        params: { ...SIZES, size: 16, classes: 4, auxiliary: false },
        inputs: { genotype },
      });
      return (await read(`${name}/count.json`)).parameters;
    };
    const { auxiliary_skips: _, ...plain } = genotype;
    await Deno.writeTextFile(
      join(folder, "plain.json"),
      JSON.stringify({ space: "darts8", genotype: plain, python: "" }),
    );
    const strided = genotype.reduce
      .filter(([, source]: [string, number]) => source < 2).length;
    // 4 channels: two convolutions of 4 x 2, scale and offset
    assertEquals(
      await counted("counted", derived.genotype) -
        await counted("without", "plain.json"),
      strided * (16 + 8),
    );
    await run(retrainStage, "trained", {
      params: { ...SIZES, epochs: 1, batch: 2, auxiliary: false },
      inputs: { data, ...derived },
    });
    const trained = { network: "trained/network" };
    await run(evaluateStage, "evaluated", {
      params: { batch: 2 },
      inputs: { ...trained, data: "test" },
    });
    await run(onnxStage, "exported", { inputs: { data, ...trained } });
    await run(torchStage, "torch", { inputs: trained });
  });
});

Deno.test("cells, outputs and heads that a network cannot have are refused with one line", () => {
  const said = (
    parsed: {
      readonly error?:
        | { readonly issues: readonly { readonly message: string }[] }
        | undefined;
    },
  ) => parsed.error?.issues.map(({ message }) => message);
  const search = (params: object) =>
    said(searchParams.safeParse({ method: "darts", ...params }));
  assertEquals(search({ ...SPACE, cells: 1 }), undefined);
  assertEquals(search({ ...SPACE, cells: 2 }), [
    "Expected at least 3 cells, or a single one, but found 2",
  ]);
  assertEquals(search({ space: "nasbench201", cells: 1 }), [
    "Expected at least 3 cells but found 1",
  ]);
  assertEquals(search({ ...SPACE, outputs: 4 }), [
    "Expected 1 to 3 outputs, as a cell has nodes, but found 4 in space darts8-all-skip",
  ]);
  assertEquals(search({ space: "nasbench201", outputs: 1 }), [
    "Expected no outputs in space nasbench201, whose cells fix them, but found 1",
  ]);
  assertEquals(search({ ...SPACE, method: "darts-minus" }), [
    "Expected a space without auxiliary skips for darts-minus, which adds its own, but found darts8-all-skip",
  ]);
  assertEquals(said(retrainParams.safeParse({ cells: 1 })), undefined);
});
