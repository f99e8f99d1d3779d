// quark0/darts#32, darts-tensorflow#2, AutoDL-Projects#90: `none` in derived cells, and two edges that share a module.
import { BUILT_IN_STEMS } from "../../nas/stems/built_in_stems.ts";
import { BUILT_IN_OPERATIONS } from "../../nas/operations/built_in_operations.ts";
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { deriveGenotype, type Genotype } from "../../nas/genotype/genotype.ts";
import { networkLayout } from "../../nas/network/network.ts";
import { searchSpace, SPACE_NAMES } from "../../nas/space/edge_space.ts";
import { genotypeTrajectory } from "../../nas/genotype/trajectory.ts";
import { TINY_GENOTYPE } from "../support/tensors/tiny_search.ts";

Deno.test("none takes part in the soft-max and never in the cell: the strongest other operation decides", () => {
  const space = searchSpace("s3");
  const none = space.normal[0]!.indexOf("none");
  const separable = space.normal[0]!.indexOf("sep_conv_3x3");
  // none leads on every edge; on edges from node 1 a convolution is the runner-up, on the others the skip
  const rows = space.normal.map((candidates, edge) =>
    candidates.map((_, column): number =>
      column === none
        ? 5
        : column === separable && [1, 3, 6, 10].includes(edge)
        ? 2
        : 1
    )
  );
  const { normal } = deriveGenotype(space, { normal: rows, reduce: rows });
  for (let node = 0; node < 4; node++) {
    const edges = normal.slice(2 * node, 2 * node + 2);
    assert(
      edges.some(([operation, source]) =>
        operation === "sep_conv_3x3" && source === 1
      ),
    );
  }
  // An edge on which none is weaker leaves more weight to its operation, and wins.
  const freed = rows.map((row, edge) => edge === 2 ? row.with(none, -5) : row);
  const [[, first]] = deriveGenotype(space, { normal: freed, reduce: rows })
    .normal.slice(2) as [[string, number]];
  assertEquals(first, 0);
});

Deno.test("no genotype has none, whatever the alphas, in every space and every epoch", () => {
  const value = fc.oneof(
    fc.float({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(0, 1e30, -1e30, 1e-30),
  );
  for (const name of SPACE_NAMES) {
    const space = searchSpace(name);
    const rows = (edges: readonly (readonly string[])[]) =>
      fc.tuple(...edges.map((candidates) =>
        fc.array(value, {
          minLength: candidates.length,
          maxLength: candidates.length,
        })
      ));
    fc.assert(
      fc.property(rows(space.normal), rows(space.reduce), (normal, reduce) => {
        // none as strong as can be
        const led = normal.map((row, edge) =>
          row.map((x, column) =>
            space.normal[edge]![column] === "none" ? 3e38 : x
          )
        );
        const points = genotypeTrajectory(space, [
          { epoch: 0, normal, reduce },
          { epoch: 1, normal: led, reduce },
        ]);
        for (const { genotype } of points) {
          for (const [operation] of [...genotype.normal, ...genotype.reduce]) {
            assert((operation as string) !== "none");
          }
        }
      }),
      { numRuns: 60, seed: 3 },
    );
  }
});

Deno.test("a derived node has two different sources; a written cell with one source twice has two modules", () => {
  const twice: Genotype = {
    ...TINY_GENOTYPE,
    normal: TINY_GENOTYPE.normal.map(() => ["sep_conv_3x3", 0] as const),
  };
  const layoutOf = (genotype: Genotype) =>
    networkLayout({
      genotype,
      operations: BUILT_IN_OPERATIONS,
      stem: BUILT_IN_STEMS.cifar,
      channels: 2,
      cells: 3,
      classes: 3,
      size: 8,
      auxiliary: false,
    });
  const names = layoutOf(twice).parameters.map((p) => p.name)
    .filter((name) => name.startsWith("cells.0._ops."));
  const of = (edge: number) =>
    names.filter((name) => name.startsWith(`cells.0._ops.${edge}.`));
  assert(of(0).length > 0);
  assertEquals(
    of(0).map((name) => name.replace("_ops.0.", "_ops.1.")),
    of(1),
  );
  assertEquals(new Set(names).size, names.length);
  // A derived one never does that: see the property test of deriveGenotype(); here the ties that tempt it.
  const space = searchSpace("darts");
  const equal = space.normal.map((candidates) => candidates.map(() => 1));
  const { normal } = deriveGenotype(space, { normal: equal, reduce: equal });
  for (let node = 0; node < 4; node++) {
    const [a, b] = normal.slice(2 * node, 2 * node + 2);
    assert(a![1] !== b![1]);
  }
});
