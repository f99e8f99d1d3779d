// Stages of the rivals of SmoothDARTS, in this process: PC-DARTS with a kill in the middle, and the selection of DARTS-PT.
import { join } from "node:path";
import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import discretiseStage from "../../stages/discretise/stage.ts";
import hessianStage from "../../stages/hessian/stage.ts";
import onnxStage from "../../stages/onnx/stage.ts";
import retrainStage from "../../stages/retrain/stage.ts";
import deriveStage from "../../stages/derive/stage.ts";
import projectStage from "../../stages/project/stage.ts";
import searchStage from "../../stages/search/stage.ts";
import { searchSpace } from "../../nas/space/edge_space.ts";
import { projectionFile } from "../../stages/_artifacts/projection.ts";
import { searchHistoryFile } from "../../stages/_artifacts/search_history.ts";
import {
  offeredBy,
  withStages,
  writeSupernet,
} from "../support/stages/with_stages.ts";

const data = "dataset";

Deno.test("a search by pc-darts-rs is killed, resumes to the same bytes, and gives a genotype by its edge weights", async () => {
  await withStages(async ({ folder, run }) => {
    const search = async (name: string, signal?: AbortSignal) => {
      const logged = await run(searchStage, name, {
        params: {
          space: "s2",
          method: "pc-darts-rs",
          channels: 4,
          cells: 3,
          nodes: 1,
          epochs: 2,
          warmup: 1,
          batch: 2,
        },
        inputs: { data },
        ...(signal === undefined ? {} : { signal }),
      });
      const alphas = join(folder, name, "alphas.json");
      return { alphas: await Deno.readTextFile(alphas), logged };
    };
    const { alphas, logged } = await search("whole");
    await assertRejects(() => search("killed", AbortSignal.abort()));
    const again = await search("killed");
    assertMatch(again.logged[0]!, /^resumes from its checkpoint/);
    assertEquals(again.logged.slice(1), logged);
    assertEquals(again.alphas, alphas);
    const file = JSON.parse(alphas);
    const history = await searchHistoryFile.read(
      join(folder, "whole/history.json"),
    );
    const { matrices } = history.alphas!;
    assertEquals(
      Object.keys(matrices),
      ["normal", "reduce", "betas_normal_0", "betas_reduce_0"],
    );
    assertEquals(history.mode!["validAccuracy"], "evaluation");
    assertEquals(history.mode!["trainLoss"], "train");
    assert(history.epochs.every((epoch) => epoch.perturbationNorm! > 0));
    assertEquals(file.space.mixture, "partial");
    assertEquals(file.epochs[1].betas_normal_0, file.epochs[0].betas_normal_0);
    await run(deriveStage, "derived", {
      inputs: { search: "whole/alphas.json" },
    });
    const { genotype } = JSON.parse(
      await Deno.readTextFile(join(folder, "derived/genotype.json")),
    );
    assertEquals(genotype.normal.length, 2);
    assert(genotype.normal.every(([, source]: [string, number]) => source < 2));
    await assertRejects(
      () =>
        run(projectStage, "projected", {
          inputs: { data, search: "whole/supernet" },
          parts: offeredBy("pc-darts-rs"),
        }),
      RangeError,
      "Cannot project a search with partial channels",
    );
  });
});

Deno.test("a search by fairdarts weighs operations by sigmoids, from a half on, and cells of any edges can be trained", async () => {
  await withStages(async ({ folder, run }) => {
    const read = async (path: string) =>
      JSON.parse(await Deno.readTextFile(join(folder, path)));
    const space = {
      space: "s2",
      method: "fairdarts",
      nodes: 2,
      channels: 2,
      cells: 3,
    };
    await run(searchStage, "fair", {
      params: { ...space, epochs: 1, batch: 2, alphaLearningRate: 3 },
      inputs: { data },
    });
    const { composition, epochs } = await read("fair/alphas.json");
    assertEquals(
      [composition.relaxation, composition.alphaLoss, composition.selection],
      ["sigmoid", "zero-one", "threshold"],
    );
    assertEquals(epochs[0].mixtures.normal[0], [0.5, 0.5]);
    for (const kind of ["normal", "reduce"]) {
      assertEquals(
        epochs[1].mixtures[kind],
        epochs[1][kind].map((row: number[]) =>
          row.map((alpha) => 1 / (1 + Math.exp(-alpha)))
        ),
      );
    }
    const search = { search: "fair/alphas.json" };
    await assertRejects(
      () => run(deriveStage, "other", { inputs: search }),
      RangeError,
      "Expected the selection threshold, that of fairdarts, but found strength: set selection: threshold",
    );
    await run(deriveStage, "derived", {
      params: { selection: "threshold" },
      inputs: search,
    });
    assertEquals((await read("derived/trajectory.json")).epochs[0].genotype, {
      normal: [],
      normal_concat: [],
      reduce: [],
      reduce_concat: [],
    });
    const written = async (name: string, normal: unknown, concat: number[]) => {
      const cell = [["skip_connect", 1, 3], ["sep_conv_3x3", 1, 3], [
        "sep_conv_3x3",
        0,
        3,
      ]];
      const genotype = {
        normal,
        normal_concat: concat,
        reduce: cell,
        reduce_concat: [3],
      };
      const path = join(folder, `${name}.json`);
      await Deno.writeTextFile(
        path,
        JSON.stringify({ space: "s2", genotype, python: "" }),
      );
      return `${name}.json`;
    };
    const any = await written("any", [["sep_conv_3x3", 1, 2], [
      "skip_connect",
      2,
      3,
    ]], [2, 3]);
    await run(discretiseStage, "discrete", {
      params: { batches: 1, batch: 2 },
      inputs: { data, search: "fair/supernet", genotype: any },
    });
    const train = (genotype: string) =>
      run(retrainStage, "trained", {
        params: {
          channels: 2,
          cells: 3,
          epochs: 1,
          batch: 2,
          auxiliary: false,
        },
        inputs: { data, genotype },
      });
    await train(any);
    await run(onnxStage, "exported", {
      inputs: { data, network: "trained/network" },
    });
    const none = await written("none", [], []);
    await assertRejects(
      () => train(none),
      RangeError,
      "Expected edges in the normal cell but found none: such a genotype has no network",
    );
  });
});

Deno.test("searches by drnas and gdas run in NAS-Bench-201, and resume to the same bytes", async () => {
  await withStages(async ({ folder, run }) => {
    for (const method of ["drnas", "gdas"]) {
      const search = async (name: string, signal?: AbortSignal) => {
        await run(searchStage, name, {
          params: {
            space: "nasbench201",
            method,
            channels: 2,
            cells: 3,
            epochs: 1,
            batch: 2,
          },
          inputs: { data },
          ...(signal === undefined ? {} : { signal }),
        });
        return await Deno.readTextFile(join(folder, name, "alphas.json"));
      };
      const alphas = await search(`${method}-whole`);
      await assertRejects(() => search(method, AbortSignal.abort()));
      assertEquals(await search(method), alphas);
      const { composition, epochs } = JSON.parse(alphas);
      assertEquals(
        composition.sampling,
        method === "drnas" ? "dirichlet" : "gumbel",
      );
      assertEquals(epochs[1].edges.length, 6);
    }
  });
});

Deno.test("drnas searches in phases, resumes to the same bytes, derives what is left, and leaves a supernet that is refused", async () => {
  await withStages(async ({ folder, run }) => {
    const search = async (
      name: string,
      space: string,
      { signal, phases = [{ after: 1, keep: 3, channelShare: 2 }] }: {
        readonly signal?: AbortSignal;
        readonly phases?: readonly object[];
      } = {},
    ) => {
      await run(searchStage, name, {
        params: {
          space,
          ...(space === "darts" ? { nodes: 2 } : {}),
          method: "drnas",
          channels: 4,
          cells: 3,
          epochs: 2,
          batch: 2,
          channelShare: 4,
          phases,
        },
        inputs: { data },
        ...(signal === undefined ? {} : { signal }),
      });
      return await Deno.readTextFile(join(folder, name, "alphas.json"));
    };
    const read = async (path: string) =>
      JSON.parse(await Deno.readTextFile(join(folder, path)));
    for (const space of ["nasbench201", "darts"]) {
      const alphas = await search(`${space}-whole`, space);
      await assertRejects(() =>
        search(space, space, { signal: AbortSignal.abort() })
      );
      assertEquals(await search(space, space), alphas);
      const weights = (name: string) =>
        Deno.readFile(join(folder, name, "supernet/weights.safetensors"));
      assertEquals(await weights(space), await weights(`${space}-whole`));
      const { config } = await read(`${space}/supernet/supernet.json`);
      assertEquals(config.channelShare, 2);
      const { epochs, space: { edges, normal } } = JSON.parse(alphas);
      const matrix = space === "darts" ? "normal" : "edges";
      assertEquals([epochs[0].mixtures, epochs[1].mixtures], [
        undefined,
        undefined,
      ]);
      const { [matrix]: mixtures } = epochs[2].mixtures;
      for (const row of mixtures) {
        assertEquals(row.filter((weight: number) => weight > 0).length, 3);
      }
      await run(deriveStage, `${space}-derived`, {
        inputs: { search: `${space}/alphas.json` },
        parts: {
          "selection/graph": import.meta.resolve(
            "../../stages/derive/graph_derivation.ts",
          ),
        },
      });
      const { genotype } = await read(`${space}-derived/genotype.json`);
      if (space === "darts") {
        const { normal: chosen } = genotype;
        assertEquals(chosen.length, 4);
        chosen.forEach(([operation, source]: [string, number], at: number) => {
          const node = Math.floor(at / 2);
          const edge = node * (node + 3) / 2 + source;
          assert(mixtures[edge][normal[edge].indexOf(operation)] > 0);
        });
      } else {
        genotype.nodes.flat().forEach(([operation]: [string], edge: number) =>
          assertEquals(
            mixtures[edge][edges[edge].indexOf(operation)],
            Math.max(...mixtures[edge]),
          )
        );
      }
      await assertRejects(
        () =>
          run(hessianStage, "hessian", {
            params: { batches: 1, batch: 2 },
            inputs: { data, search: `${space}/supernet` },
          }),
        RangeError,
        "Expected a supernet with all of its candidates but found that of a search which pruned some, in",
      );
    }
    await search("widened", "nasbench201", {
      phases: [{ after: 1, channelShare: 2 }],
    });
    await run(hessianStage, "hessian", {
      params: { batches: 1, batch: 2 },
      inputs: { data, search: "widened/supernet" },
      parts: offeredBy("drnas"),
    });
    const genotype = await read("nasbench201-derived/genotype.json");
    assertEquals(genotype.space, "nasbench201");
    await assertRejects(
      () =>
        run(discretiseStage, "discrete", {
          params: { batches: 1, batch: 2 },
          inputs: {
            data,
            search: "widened/supernet",
            genotype: "nasbench201-derived/genotype.json",
          },
        }),
      RangeError,
      "Cannot discretise a search with channelShare",
    );
  });
});

Deno.test("the stage project selects a genotype from the supernet of a search and says why", async () => {
  await withStages(async ({ folder, run }) => {
    await writeSupernet(folder, "sdarts-rs-pt");
    await run(projectStage, "projected", {
      params: { interval: 1, batch: 2 },
      inputs: { data, search: "supernet" },
      parts: offeredBy("sdarts-rs-pt"),
    });
    const read = async (name: string) =>
      JSON.parse(await Deno.readTextFile(join(folder, "projected", name)));
    const { space: name, genotype } = await read("genotype.json");
    assertEquals(name, "s3");
    const { method, decisions, epochs } = await read("projection.json");
    assertEquals([method, epochs.length], ["sdarts-rs-pt", 1]);
    assertEquals(decisions.length, 4);
    const { mode, epochs: [trained] } = await projectionFile.read(
      join(folder, "projected/projection.json"),
    );
    assertEquals([mode!["scores"], mode!["trainLoss"]], ["train", "train"]);
    assert(trained!.perturbationNorm! > 0);
    for (const { cell, edge, operation, scores } of decisions) {
      assertEquals(genotype[cell][edge], [operation, edge]);
      assertEquals(
        Object.keys(scores),
        ["none", "skip_connect", "sep_conv_3x3"],
      );
      assertEquals(scores.none, null);
      assert(scores[operation] <= scores.skip_connect);
      assert(scores[operation] <= scores.sep_conv_3x3);
    }
  });
});

Deno.test("a search is narrowed to the operations that the search before preferred, as the stages of P-DARTS do", async () => {
  await withStages(async ({ folder, run }) => {
    const space = searchSpace("s3", { nodes: 1 });
    const write = (name: string, value: unknown) =>
      Deno.writeTextFile(join(folder, name), JSON.stringify(value));
    const alphas = {
      normal: [[3, 1, 2], [1, 2, 3]],
      reduce: [[1, 2, 3], [1, 3, 2]],
    };
    const file = {
      space,
      method: "darts",
      seed: 1,
      epochs: [{ epoch: 0, ...alphas }],
    };
    await write("before.json", file);
    await write("other.json", { ...file, space: { ...space, name: "s2" } });
    const params = {
      space: "s3",
      method: "p-darts",
      channels: 2,
      cells: 3,
      nodes: 1,
      epochs: 1,
      warmup: 0,
      batch: 2,
      skipDropOut: 0.4,
      alphaLearningRate: 1e-12,
    };
    const search = (changes: object, inputs: Record<string, string>) =>
      run(searchStage, "next", {
        params: { ...params, ...changes },
        inputs: { data, ...inputs },
      });
    for (
      const [changes, inputs, message] of [
        [{ keep: 2 }, {}, "`keep` needs a search at the input `before`"],
        [
          {},
          { before: "before.json" },
          "a search at the input `before` needs the parameter `keep`",
        ],
        [
          { keep: 2 },
          { before: "other.json" },
          "Expected a search in s3 at the input before but found one in s2",
        ],
        [{ keep: 3 }, { before: "before.json" }, "Expected to keep 2 to 2"],
      ] as const
    ) {
      await assertRejects(
        () => search(changes, inputs as Record<string, string>),
        RangeError,
        message,
      );
    }
    const [still, ...more] = await search(
      { keep: 2 },
      { before: "before.json" },
    );
    // a step of Adam is a learning rate long
    assertMatch(
      still!,
      /^the alphas stayed where they began: none of their mixture weights moved( by more than \d[.\d]*e-\d+)?$/,
    );
    assertEquals(more, [], "one epoch cannot change the genotype of the first");
    const found = JSON.parse(
      await Deno.readTextFile(join(folder, "next/alphas.json")),
    );
    assertEquals(found.space, {
      name: "s3",
      nodes: 1,
      normal: [["none", "sep_conv_3x3"], ["skip_connect", "sep_conv_3x3"]],
      reduce: [
        ["skip_connect", "sep_conv_3x3"],
        ["skip_connect", "sep_conv_3x3"],
      ],
    });
    assertEquals(found.epochs[0].normal[0].length, 2);
    const { config, alphas: state } = await searchHistoryFile.read(
      join(folder, "next/history.json"),
    );
    // the alphas that were drawn, in a space of two operations an edge
    assert(state!.fromStart < 1e-9);
    assert(state!.fromUniform > 1e-5 && state!.fromUniform < 2e-3);
    assertEquals(state!.genotypeChanges, 0);
    assertEquals([config["keep"], config["skipDropOut"]], [2, 0.4]);
  });
});
