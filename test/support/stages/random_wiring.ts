// Pipeline files with a report whose wiring is drawn at random.
import fc from "fast-check";

/** An axis or a fixed seed. */
const seed = fc.constantFrom("$seed", "$run", "$draw", "1");
const methods = fc.constantFrom("$method", "darts", "sdarts-adv");
const place = fc.nat();

interface Drawn {
  readonly searches: readonly (readonly [method: string, seed: string])[];
  readonly genotypes: readonly {
    readonly how: "derive" | "random" | "published" | "select";
    readonly of: number;
    readonly seed: string;
  }[];
  readonly retrains: readonly (readonly [of: number, seed: string])[];
  readonly evaluations: readonly (readonly [of: number, batch: string])[];
  readonly sides: readonly {
    readonly use: "hessian" | "landscape" | "count";
    readonly of: number;
    readonly batch: string;
  }[];
  /** Which stages are wired to the report, by place. */
  readonly wired: readonly boolean[];
  readonly twice: boolean;
}

const batch = fc.constantFrom("16", "$batch");
const list = <T>(one: fc.Arbitrary<T>, least: number, most: number) =>
  fc.array(one, { minLength: least, maxLength: most });

const drawn: fc.Arbitrary<Drawn> = fc.record({
  searches: list(fc.tuple(methods, seed), 1, 2),
  genotypes: list(
    fc.record({
      how: fc.constantFrom("derive", "random", "published", "select"),
      of: place,
      seed,
    }),
    1,
    4,
  ),
  retrains: list(fc.tuple(place, seed), 1, 3),
  evaluations: list(fc.tuple(place, batch), 1, 3),
  sides: list(
    fc.record({
      use: fc.constantFrom("hessian", "landscape", "count"),
      of: place,
      batch,
    }),
    0,
    2,
  ),
  wired: list(fc.boolean(), 20, 20),
  twice: fc.boolean(),
});

function genotypeStage(
  id: string,
  { how, of, seed }: Drawn["genotypes"][number],
  searches: number,
): string {
  const search = of % searches;
  const text = {
    derive: `{ use: derive, needs: { search: search${search} } }`,
    random: `{ use: genotype, with: { random: { space: s3, seed: ${seed} } } }`,
    published: "{ use: genotype, with: { published: darts-v2 } }",
    select:
      `{ use: select, needs: { genotypes: "found${search}[*]", validations: "check${search}[*]" }, with: { where: { ${
        seed === "1" ? "" : `${seed.slice(1)}: ${seed}`
      } } } }`,
  };
  return `  ${id}: ${text[how]}`;
}

function fileOf(drawn: Drawn): string {
  const { searches, genotypes, retrains, evaluations, sides } = drawn;
  const stages = searches.flatMap(([method, seed], i) => [
    `  search${i}: { use: search, needs: { data: images }, with: { space: s3, method: ${method}, seed: ${seed} } }`,
    `  found${i}: { use: derive, needs: { search: search${i} } }`,
    `  short${i}: { use: retrain, needs: { data: images, genotype: found${i} }, with: { images: weights } }`,
    `  check${i}: { use: validate, needs: { data: images, network: short${i} } }`,
  ]);
  const wires: [input: string, stage: string][] = searches.flatMap((_, i) => [
    ["searches", `search${i}`],
    ["alphas", `search${i}`],
    ["genotypes", `found${i}`],
  ]);
  for (const [i, genotype] of genotypes.entries()) {
    stages.push(genotypeStage(`cell${i}`, genotype, searches.length));
    wires.push(["genotypes", `cell${i}`]);
    if (genotype.how === "select") wires.push(["selections", `cell${i}`]);
  }
  for (const [i, [of, seed]] of retrains.entries()) {
    stages.push(
      `  net${i}: { use: retrain, needs: { data: images, genotype: cell${
        of % genotypes.length
      } }, with: { seed: ${seed} } }`,
    );
    wires.push(["retrains", `net${i}`]);
  }
  for (const [i, [of, batch]] of evaluations.entries()) {
    stages.push(
      `  test${i}: { use: evaluate, needs: { data: images, network: net${
        of % retrains.length
      } }, with: { batch: ${batch} } }`,
    );
    wires.push(["evaluations", `test${i}`]);
  }
  for (const [i, { use, of, batch }] of sides.entries()) {
    const id = `side${i}`;
    stages.push(
      use === "count"
        ? `  ${id}: { use: count, needs: { genotype: cell${
          of % genotypes.length
        } } }`
        : `  ${id}: { use: ${use}, needs: { data: images, search: search${
          of % searches.length
        } }, with: { batch: ${batch} } }`,
    );
    const inputs = {
      hessian: "curvature",
      landscape: "landscapes",
      count: "counts",
    };
    wires.push([inputs[use], id]);
  }
  return withReport(stages, wires, drawn);
}

function withReport(
  stages: readonly string[],
  wires: readonly (readonly [input: string, stage: string])[],
  { wired, twice }: Drawn,
): string {
  const chosen = wires.filter((_, i) => wired[i % wired.length]);
  const [last] = wires.slice(-1);
  const all = [...chosen, last!, ...twice ? [last!] : []];
  const needs = [...Map.groupBy(all, ([input]) => input)].map(
    ([input, wires]) =>
      `${input}: [${wires.map(([, stage]) => `"${stage}[*]"`).join(", ")}]`,
  );
  return `
matrix: { method: [darts, sdarts-rs], seed: [0, 1], run: [0, 1], draw: [5, 6], batch: [16, 32] }
stages:
  files: { use: download, with: { dataset: cifar10 } }
  images: { use: split, needs: { files: files } }
${stages.join("\n")}
  summary: { use: report, needs: { ${needs.join(", ")} } }
`;
}

/** Files with searches, genotypes of four kinds, trainings, tests and measurements, some of them wired to a report. */
export const randomWirings: fc.Arbitrary<string> = drawn.map(fileOf);
