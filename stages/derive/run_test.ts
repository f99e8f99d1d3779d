import { METHODS } from "../../nas/search/method.ts";
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { randomStream } from "../../engine/philox.ts";
import { deriveGenotype } from "../../nas/genotype/genotype.ts";
import { parsePythonGenotype } from "../../nas/genotype/python_genotype.ts";
import { parseGraphCellText } from "../../nas/graph_cells/graph_cell_text.ts";
import { graphSpace } from "../../nas/space/graph_space.ts";
import { searchSpace } from "../../nas/space/edge_space.ts";
import type { EdgeSelection } from "../../nas/selections/selection.ts";
import type { StageContext } from "../../pipeline/stage.ts";
import { run as derive } from "./run.ts";
import { testContext } from "../../pipeline/stage_testing.ts";
import type { DeriveParams } from "./params.ts";
import definition from "./stage.ts";
import { tempFolder } from "../../test/support/temp_folder.ts";

/** Runs the work on an alphas file and gives back what it wrote and logged. */
async function run(
  content: unknown,
  work: (context: StageContext<DeriveParams>) => Promise<void> = derive,
  selection?: string,
) {
  using folder = tempFolder();
  await Deno.writeTextFile(
    `${folder.path}/alphas.json`,
    JSON.stringify(content),
  );
  const { context, logged: log } = testContext<DeriveParams>({ selection }, {
    parts: definition.parts!({ selection }, {}),
    inputs: { search: `${folder.path}/alphas.json` },
    outputs: {
      genotype: `${folder.path}/genotype.json`,
      trajectory: `${folder.path}/trajectory.json`,
    },
    checkpoint: folder.path,
  });
  await work(context);
  const read = (name: string) => Deno.readTextFile(`${folder.path}/${name}`);
  return {
    genotype: await read("genotype.json"),
    trajectory: await read("trajectory.json"),
    log,
  };
}

const space = searchSpace("s3");
const epochs = [0, 1, 2].map((epoch) => {
  const stream = randomStream({ seed: 0, stream: "derive test", epoch });
  const draw = () => space.normal.map((row) => row.map(() => stream.normal()));
  return { epoch, normal: draw(), reduce: draw() };
});
const alphas = { space, method: "sdarts-adv", seed: 1, epochs };

Deno.test("derive writes the genotype after the last epoch", async () => {
  const written = await run(alphas);
  const file = JSON.parse(written.genotype);
  const expected = deriveGenotype(space, epochs[2]!);
  assertEquals(Object.keys(file), ["space", "genotype", "python"]);
  assertEquals(file.space, "s3");
  assertEquals(file.genotype, expected);
  assertEquals(parsePythonGenotype(file.python), expected);
  assertEquals(written.genotype.endsWith("}\n"), true);
  assertEquals(written.log.length, 1);
});

Deno.test("derive writes what each epoch would have given", async () => {
  const { epochs: points } = JSON.parse((await run(alphas)).trajectory);
  assertEquals(points.map(({ epoch }: { epoch: number }) => epoch), [0, 1, 2]);
  points.forEach((point: { genotype: unknown }, index: number) => {
    assertEquals(point.genotype, deriveGenotype(space, epochs[index]!));
  });
});

Deno.test("derive says how often the genotype changed, and when it last did", async () => {
  const changes = async (...numbers: number[]) => {
    const content = {
      ...alphas,
      epochs: numbers.map((n, epoch) => ({ ...epochs[n]!, epoch })),
    };
    const { genotypeChanges, lastGenotypeChange } = JSON.parse(
      (await run(content)).trajectory,
    );
    return [genotypeChanges, lastGenotypeChange];
  };
  assertEquals(await changes(0, 1, 1, 2, 2), [2, 3]);
  assertEquals(await changes(0, 0, 0), [0, null]);
});

Deno.test("derive writes the same genotype bytes for another search with the same result", async () => {
  const last = epochs[2]!;
  const other = {
    ...alphas,
    seed: 9,
    method: "darts",
    epochs: [{ ...last, epoch: 5 }],
  };
  assertEquals((await run(other)).genotype, (await run(alphas)).genotype);
});

Deno.test("the trajectory has the name of a selection of one's own", async () => {
  assertEquals(
    "selection" in JSON.parse((await run(alphas)).trajectory),
    false,
  );
  const first: EdgeSelection = {
    name: "first",
    edges: (space, _alphas, kind) =>
      Array.from({ length: 2 * space.nodes }, (_, at) => [
        space[kind][0]!.find((name) => name !== "none")!,
        at % 2,
      ]),
  };
  const { trajectory } = await run(
    alphas,
    (context) =>
      derive({
        ...context,
        params: { selection: "first" },
        part: <T>() => Promise.resolve({ selection: first } as T),
      }),
  );
  assertEquals(JSON.parse(trajectory).selection, "first");
});

Deno.test("derive refuses a file that holds no alphas", async () => {
  await assertRejects(
    () => run({ ...alphas, epochs: [] }),
    TypeError,
    "alphas.json at epochs",
  );
});

Deno.test("the stage derive loads its work, and may limit the skips of the normal cell", async () => {
  assertEquals(
    (await run(alphas, definition.run)).genotype,
    (await run(alphas)).genotype,
  );
  assertEquals(definition.params.parse({}), {});
  assertThrows(
    () => definition.params.parse({ selection: "./mine.ts", maxSkips: 2 }),
    Error,
    "Expected no maxSkips but with the selection strength",
  );
  assertThrows(() => definition.params.parse({ epoch: 3 }));
  const skipping = {
    ...alphas,
    epochs: epochs.map((e) => ({
      ...e,
      normal: e.normal.map(([none, , conv]) => [none!, 9, conv!]),
    })),
  };
  const limited = await run(
    skipping,
    (context) =>
      derive({ ...context, params: { selection: "strength", maxSkips: 2 } }),
  );
  const skips = (text: string) =>
    JSON.parse(text).genotype.normal.filter(([name]: [string]) =>
      name === "skip_connect"
    ).length;
  assertEquals(skips(limited.genotype), 2);
  assertEquals(skips((await run(skipping)).genotype), 8);
  // as published
  const progressive = await run({
    ...skipping,
    composition: METHODS["p-darts-rs"],
  });
  assertEquals(progressive.genotype, limited.genotype);
});

Deno.test("derive refuses a search whose architecture its mixture weights do not select", async () => {
  await assertRejects(
    () =>
      run({
        ...alphas,
        method: "darts-pt",
        composition: METHODS["darts-pt"],
      }),
    RangeError,
    "darts-pt selects by perturbation: use the stage project",
  );
});

Deno.test("derive keeps the edges that a selection of one's own takes, after each epoch", async () => {
  const own: EdgeSelection = {
    name: "first",
    edges: ({ nodes }) =>
      Array.from({ length: nodes }, () =>
        [["skip_connect", 0], [
          "sep_conv_3x3",
          1,
        ]] as const).flat(),
  };
  // restricted as published only where the selection is by strength
  const written = await run(
    { ...alphas, composition: METHODS["p-darts"] },
    (context) =>
      derive({
        ...context,
        params: { selection: "first" },
        part: <T>() => Promise.resolve({ selection: own } as T),
      }),
  );
  const { normal, reduce } = JSON.parse(written.genotype).genotype;
  assertEquals(normal, own.edges(space, epochs[0]!, "normal"));
  assertEquals(reduce, normal);
  const { genotypeChanges } = JSON.parse(written.trajectory);
  assertEquals(genotypeChanges, 0);
});

Deno.test("derive keeps the strongest operation of each edge of a graph cell, none among them", async () => {
  const space = graphSpace("nasbench201");
  const strongest = (column: number) =>
    space.edges.map((candidates, edge) =>
      candidates.map((_, at) => Number(at === (column + edge) % 5))
    );
  const found = {
    space,
    method: "darts",
    seed: 1,
    epochs: [0, 1, 2].map((epoch) => ({
      epoch,
      edges: strongest(epoch === 1 ? 3 : 1),
    })),
  };
  const written = await run(found, async (context) => {
    const part = <T>(role: string) =>
      role === "selection/graph"
        ? import("./graph_derivation.ts") as Promise<T>
        : context.part<T>(role);
    await derive({ ...context, part });
  });
  const text =
    "|skip_connect~0|+|nor_conv_1x1~0|nor_conv_3x3~1|+|avg_pool_3x3~0|none~1|skip_connect~2|";
  const file = JSON.parse(written.genotype);
  assertEquals(file, {
    space: "nasbench201",
    genotype: parseGraphCellText(text, space.edges[0]!),
    python: text,
  });
  const { epochs, ...changes } = JSON.parse(written.trajectory);
  assertEquals(changes, { genotypeChanges: 2, lastGenotypeChange: 2 });
  assertEquals([epochs[2].parameterFree, epochs[2].skips], [4, 2]);
  assertEquals(
    written.log,
    [`after epoch 2: 4 of 6 edges without parameters, 2 skips: ${text}`],
  );
  const broken = { ...found, epochs: [{ epoch: 0, edges: [[1]] }] };
  await assertRejects(
    () =>
      run(broken, (context) =>
        derive({
          ...context,
          part: <T>() => import("./graph_derivation.ts") as Promise<T>,
        })),
    RangeError,
    "Expected 6 rows but found 1 in",
  );
});
