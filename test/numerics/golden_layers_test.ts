import { BUILT_IN_STEMS } from "../../nas/stems/built_in_stems.ts";
import { BUILT_IN_OPERATIONS } from "../../nas/operations/built_in_operations.ts";
import { assert, assertEquals } from "@std/assert";
import { searchSpace } from "../../nas/space/edge_space.ts";
import { type Primitive, PRIMITIVES } from "../../nas/space/primitives.ts";
import type { Genotype } from "../../nas/genotype/genotype.ts";
import { derivedCell } from "../../nas/network/network.ts";
import { factorizedReduce } from "../../nas/operations/factorized_reduce.ts";
import { mixedTerms } from "../../nas/network/mixed_terms.ts";
import { reluConvNorm } from "../../nas/network/relu_conv_norm.ts";
import { choiceOperation } from "../../nas/network/choice_supernet.ts";
import { CHOICE_OPERATIONS } from "../../nas/space/choice_space.ts";
import { residualBlock } from "../../nas/graph_cells/networks.ts";
import { searchGraphCell } from "../../nas/graph_cells/graph_cell.ts";
import { graphSpace } from "../../nas/space/graph_space.ts";
import { searchCell } from "../../nas/network/supernet.ts";
import { testEngine } from "../support/tensors/engine.ts";
import { readGolden } from "./golden.ts";
import {
  type Deviation,
  type LayerCase,
  type Piece,
  runLayerCase,
} from "../support/tensors/layer_case.ts";
import { partialMixture } from "../support/tensors/partial_mixture.ts";

/** Multiples of the reference's own float32 error (at least 1e-6) that are allowed. */
const ALLOWED = 6;

async function check(name: string, piece: Piece, golden: LayerCase) {
  const engine = await testEngine();
  for (const mode of ["eager", "compiled"] as const) {
    const deviation = runLayerCase(engine, piece, golden, mode);
    for (const part of Object.keys(deviation) as (keyof Deviation)[]) {
      assert(
        deviation[part] <= ALLOWED,
        `${name}, ${mode}: ${part} is ${
          deviation[part]
        } times the allowed unit off`,
      );
    }
  }
}

Deno.test("primitives match the reference, forward, backward and in evaluation mode", async () => {
  type Case = LayerCase & { name: string; stride: 1 | 2; affine: boolean };
  const { cases } = readGolden<{ cases: Case[] }>("primitives");
  const kinds: readonly string[] = PRIMITIVES;
  const candidates = cases.filter((c) => kinds.includes(c.name.split("+")[0]!));
  assertEquals(candidates.length, 38);
  for (const golden of candidates) {
    const { stride, affine } = golden;
    const [kind, pooled] = golden.name.split("+") as [Primitive, string?];
    await check(`${golden.name} stride ${stride} affine ${affine}`, {
      maps: 1,
      run: (layers, [x]) => {
        // names in the golden file have no prefix: a leading dot is cut off
        const named = withoutPrefix(layers);
        const operation = BUILT_IN_OPERATIONS[kind];
        const y = operation.forward(named, x!, { name: "", stride, affine });
        return pooled ? named.norm(y, { name: ".1", affine }) : y;
      },
    }, golden);
  }
});

Deno.test("the operations of choice blocks and the pool between them match the reference", async () => {
  const { cases } = readGolden<{ cases: (LayerCase & { name: string })[] }>(
    "primitives",
  );
  const named = (name: string) => cases.find((c) => c.name === `nb_${name}`)!;
  for (const kind of CHOICE_OPERATIONS) {
    await check(kind, {
      maps: 1,
      run: (layers, [x]) =>
        choiceOperation(withoutPrefix(layers), kind, x!, ""),
    }, named(kind));
  }
  await check("pool", {
    maps: 1,
    run: (layers, [x]) => layers.borderedHalf(x!),
  }, named("downsample_maxpool2x2_pad1"));
});

Deno.test("a cell's first layers match the reference", async () => {
  type Case = LayerCase & { name: string; C_out: number };
  const { cases } = readGolden<{ cases: Case[] }>("primitives");
  const firsts = cases.filter((c) => /^(ReLUConvBN|Factorized)/.test(c.name));
  assertEquals(firsts.length, 3);
  for (const golden of firsts) {
    const layer = golden.name.startsWith("ReLU")
      ? reluConvNorm
      : factorizedReduce;
    await check(golden.name, {
      maps: 1,
      run: (layers, [x]) =>
        layer(withoutPrefix(layers), x!, {
          name: "",
          filters: golden.C_out,
          affine: golden.name.endsWith("_affine"),
        }),
    }, golden);
  }
});

Deno.test("mixed operations match the reference", async () => {
  type Case = LayerCase & {
    tag: string;
    stride: 1 | 2;
    primitives: Primitive[];
  };
  const { cases } = readGolden<{ cases: Case[] }>("mixedop");
  assertEquals(cases.length, 8);
  for (const golden of cases) {
    const { stride, primitives } = golden;
    const at = {
      name: "",
      stride,
      operations: BUILT_IN_OPERATIONS,
      stem: BUILT_IN_STEMS.cifar,
      matrix: "normal",
      edge: 0,
    };
    await check(`${golden.tag} stride ${stride}`, {
      maps: 1,
      matrix: "normal",
      run: (layers, [x]) => {
        const named = withoutPrefix(layers);
        return golden.tag.startsWith("pcdarts")
          ? partialMixture(named, primitives, x!, at)
          : named.add(mixedTerms(named, primitives, x!, at));
      },
    }, golden);
  }
});

Deno.test("mixed operations with an auxiliary skip match the reference", async () => {
  type Case = LayerCase & {
    tag: string;
    stride: 1 | 2;
    primitives: Primitive[];
    beta: number;
  };
  const { cases } = readGolden<{ cases: Case[] }>("darts_minus");
  assertEquals(cases.length, 7);
  for (const golden of cases) {
    const { stride, primitives, beta, tag } = golden;
    await check(`${tag} stride ${stride} beta ${beta}`, {
      maps: 1,
      matrix: "normal",
      run: (layers, [x]) => {
        const named = withoutPrefix(layers);
        return named.add(mixedTerms(named, primitives, x!, {
          name: "",
          stride,
          operations: BUILT_IN_OPERATIONS,
          matrix: "normal",
          edge: 0,
          auxiliarySkip: beta,
        }));
      },
    }, golden);
  }
});

Deno.test("search cells match the reference", async () => {
  type Case = LayerCase & {
    C: number;
    reduction: boolean;
    reduction_prev: boolean;
  };
  const { cases } = readGolden<{ cases: Case[] }>("cell_search");
  for (const golden of cases) {
    const { reduction, reduction_prev: afterReduction } = golden;
    await check(`reduction ${reduction}, after ${afterReduction}`, {
      maps: 2,
      matrix: reduction ? "reduce" : "normal",
      run: (layers, [a, b]) =>
        searchCell(withoutPrefix(layers), [a!, b!], {
          operations: BUILT_IN_OPERATIONS,
          space: searchSpace("s1"),
          name: "",
          filters: golden.C,
          reduction,
          afterReduction,
        }),
    }, golden);
  }
});

Deno.test("cells of published genotypes match the reference", async () => {
  type Case = LayerCase & {
    C: number;
    genotype: string;
    reduction: boolean;
    reduction_prev: boolean;
  };
  const { cases } = readGolden<{ cases: Case[] }>("cell_retrain");
  const { genotypes } = readGolden<{ genotypes: Record<string, Genotype> }>(
    "published_genotypes",
  );
  for (const golden of cases) {
    const { reduction, reduction_prev: afterReduction } = golden;
    await check(`${golden.genotype}, reduction ${reduction}`, {
      maps: 2,
      run: (layers, [a, b]) =>
        derivedCell(withoutPrefix(layers), [a!, b!], {
          operations: BUILT_IN_OPERATIONS,
          genotype: genotypes[golden.genotype]!,
          name: "",
          filters: golden.C,
          reduction,
          afterReduction,
        }),
    }, golden);
  }
});

Deno.test("operations, residual blocks and search cells of NAS-Bench-201 match the reference", async () => {
  type Case = LayerCase & { name: string; affine: boolean };
  const { cases } = readGolden<{ cases: Case[] }>("nb201_ops");
  const space = graphSpace("nasbench201");
  const kinds = new Map<string, (affine: boolean) => Piece>([
    ...space.edges[0]!.map((kind) =>
      [kind, (affine: boolean) => ({
        maps: 1,
        run: (layers, [x]) =>
          BUILT_IN_OPERATIONS[kind as Primitive].forward(
            withoutPrefix(layers),
            x!,
            { name: "", stride: 1, affine },
          ),
      } satisfies Piece)] as const
    ),
    ["residual_block", () => ({
      maps: 1,
      run: (layers, [x]) =>
        residualBlock(withoutPrefix(layers), x!, { name: "", filters: 8 }),
    })],
    ["search_cell", () => ({
      maps: 1,
      matrix: "edges",
      run: (layers, [x]) =>
        searchGraphCell(withoutPrefix(layers), x!, {
          space,
          operations: BUILT_IN_OPERATIONS,
          name: "",
        }),
    })],
  ]);
  // Stem and head are compared with the whole supernet.
  const chosen = cases.filter(({ name }) => kinds.has(name));
  assertEquals(chosen.length, 9);
  for (const golden of chosen) {
    const { name, affine } = golden;
    await check(`${name} affine ${affine}`, kinds.get(name)!(affine), golden);
  }
});

/** Layers that drop the dot at the front of names made with an empty prefix. */
function withoutPrefix<L extends object>(layers: L): L {
  return new Proxy(layers, {
    get(target, key) {
      const member = Reflect.get(target, key);
      if (typeof member !== "function") return member;
      return (...args: unknown[]) =>
        member.apply(target, args.map((arg) => bare(arg)));
    },
  });
}

function bare(arg: unknown): unknown {
  if (typeof arg !== "object" || arg === null || !("name" in arg)) return arg;
  const { name } = arg;
  if (typeof name !== "string" || !name.startsWith(".")) return arg;
  return { ...arg, name: name.slice(1) };
}
