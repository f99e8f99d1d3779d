// Random DAGs of stages, random edits of them, and a simple model of what they give.
import fc from "fast-check";
import type { ToyProject } from "../pipeline/toy_project.ts";

const STAGE_URL = import.meta.resolve("../../../pipeline/stage.ts");

/** Code of a stage: adds its inputs to a number, modulo another, so that different inputs often give equal outputs. */
const mixStage = (kind: string) =>
  `import { z } from "zod";
import { defineStage } from ${JSON.stringify(STAGE_URL)};
import { SHIFT } from "../../lib/${kind}.ts";
export default defineStage({
  name: "${kind}",
  description: "adds",
  params: z.strictObject({ add: z.int(), modulus: z.int() }),
  inputs: { numbers: { kind: "number", many: true, optional: true } },
  outputs: { number: { kind: "number", path: "number.json" } },
  run: async ({ params, members, output }) => {
    let sum = params.add + SHIFT;
    for (const { path } of members("numbers")) sum += Number(await Deno.readTextFile(path));
    await Deno.writeTextFile(output("number"), String(sum % params.modulus));
  },
});
`;

const LIST_STAGE = `import { z } from "zod";
import { defineStage } from ${JSON.stringify(STAGE_URL)};
export default defineStage({
  name: "list",
  description: "lists",
  params: z.strictObject({}),
  inputs: { numbers: { kind: "number", many: true } },
  outputs: { list: { kind: "list", path: "list.txt" } },
  run: async ({ members, output }) => {
    const texts = await Promise.all(members("numbers").map(({ path }) => Deno.readTextFile(path)));
    await Deno.writeTextFile(output("list"), texts.join(" "));
  },
});
`;

const KINDS = ["red", "blue"] as const;

/** A stage of a random DAG: adds its inputs to a number, modulo another. */
export interface Node {
  /** Which code it has. */
  readonly kind: typeof KINDS[number];
  /** Number that it adds. */
  readonly add: number;
  /** Divisor of the sum. */
  readonly modulus: number;
  /** Indices of earlier nodes. */
  readonly needs: readonly number[];
}

/** A random DAG with its code. */
export interface State {
  readonly nodes: readonly Node[];
  /** A number in the code of each kind. */
  readonly shifts: Readonly<Record<string, number>>;
  /** Comments and spelling, which must not matter. */
  readonly style: number;
}

const nodeAt = (index: number): fc.Arbitrary<Node> =>
  fc.record({
    kind: fc.constantFrom(...KINDS),
    add: fc.integer({ min: 0, max: 3 }),
    modulus: fc.integer({ min: 1, max: 4 }),
    needs: index === 0
      ? fc.constant([])
      : fc.uniqueArray(fc.integer({ min: 0, max: index - 1 }), {
        maxLength: 3,
      }),
  });

/** Random DAGs. */
export const dags: fc.Arbitrary<State> = fc.integer({ min: 1, max: 6 })
  .chain((count) =>
    fc.tuple(...Array.from({ length: count }, (_, index) => nodeAt(index)))
  ).map((nodes) => ({ nodes, shifts: { red: 0, blue: 1 }, style: 0 }));

/** A change that a user makes. */
export type Edit = (state: State) => State;

const change =
  (at: number, edit: (node: Node, index: number) => Node): Edit => (state) => ({
    ...state,
    nodes: state.nodes.map((node, index) =>
      index === at % state.nodes.length ? edit(node, index) : node
    ),
  });

const at = fc.nat({ max: 100 });
/** Random changes of parameters, edges, code, comments and spelling. */
export const edits: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(at, fc.nat({ max: 3 })).map(([at, add]) =>
    change(at, (node) => ({ ...node, add }))
  ),
  fc.tuple(at, fc.integer({ min: 1, max: 4 })).map(([at, modulus]) =>
    change(at, (node) => ({ ...node, modulus }))
  ),
  fc.tuple(at, fc.nat({ max: 100 })).map(([at, need]) =>
    change(at, (node, index) => ({
      ...node,
      needs: index === 0
        ? []
        : node.needs.includes(need % index)
        ? node.needs.filter((other) => other !== need % index)
        : [...node.needs, need % index],
    }))
  ),
  fc.tuple(fc.constantFrom(...KINDS), fc.nat({ max: 3 })).map(
    ([kind, shift]): Edit => (state) => ({
      ...state,
      shifts: { ...state.shifts, [kind]: shift },
    }),
  ),
  fc.constant<Edit>((state) => ({ ...state, style: state.style + 1 })),
  fc.constant<Edit>((state) => ({
    ...state,
    nodes: state.nodes.length > 1 ? state.nodes.slice(0, -1) : state.nodes,
  })),
  fc.tuple(fc.constantFrom(...KINDS), fc.nat({ max: 3 })).map(
    ([kind, add]): Edit => (state) => ({
      ...state,
      nodes: [...state.nodes, {
        kind,
        add,
        modulus: 4,
        needs: [state.nodes.length - 1],
      }],
    }),
  ),
);

/** Name of a node. */
function nodeName(index: number): string {
  return `n${String(index).padStart(3, "0")}`;
}

/** Adds the keys that run to the cache; gives them, the numbers, and the text that the last stage writes. */
export function model(
  { nodes, shifts }: State,
  cache: Set<string>,
): {
  executed: string[];
  keys: Map<string, string>;
  values: Map<string, number>;
  text: string;
} {
  const executed: string[] = [];
  const keys = new Map<string, string>();
  const values: number[] = [];
  const take = (name: string, key: string) => {
    keys.set(name, key);
    if (!cache.has(key)) executed.push(key);
    cache.add(key);
  };
  nodes.forEach(({ kind, add, modulus, needs }, index) => {
    // What is gathered comes in the order of names, however it is written.
    const inputs = needs.toSorted((a, b) => a - b).map((need) => values[need]!);
    const shift = shifts[kind]!;
    take(
      nodeName(index),
      JSON.stringify({ kind, shift, add, modulus, inputs }),
    );
    const sum = inputs.reduce((sum, value) => sum + value, add + shift);
    values.push(sum % modulus);
  });
  take("all", `list ${values.join(" ")}`);
  return {
    executed,
    keys,
    values: new Map(values.map((value, index) => [nodeName(index), value])),
    text: values.join(" "),
  };
}

/** Writes the code of the stages, which does not change. */
export function writeStages(project: ToyProject): void {
  for (const kind of KINDS) {
    project.write(`stages/${kind}/stage.ts`, mixStage(kind));
  }
  project.write("stages/list/stage.ts", LIST_STAGE);
}

/**
 * Writes a pipeline file `a.yaml` that publishes `results/edits/list.txt`, and the code that it reaches.
 *
 * @param more Further stages, each line indented by two.
 */
export function writeDag(
  project: ToyProject,
  { nodes, shifts, style }: State,
  more = "",
): void {
  for (const kind of KINDS) {
    project.write(
      `lib/${kind}.ts`,
      `// Version ${style} of the file.\nexport const SHIFT${
        style % 2 === 0 ? "" : ": number"
      } =${" ".repeat(1 + style % 3)}${shifts[kind]};\n`,
    );
  }
  const stages = nodes.map(({ kind, add, modulus, needs }, index) => {
    const numbers = needs.length === 0
      ? ""
      : `, needs: { numbers: [${
        needs.map((need) => `"${nodeName(need)}[*]"`)
      }] }`;
    const values = style % 2 === 0
      ? `add: ${add}, modulus: ${modulus}`
      : `"modulus": ${modulus}.0, add: ${add}`;
    return `  ${
      nodeName(index)
    }: { use: ${kind}, with: { ${values} }${numbers} }\n`;
  });
  const all = nodes.map((_node, index) => `"${nodeName(index)}[*]"`);
  project.write(
    "a.yaml",
    `# ${style}\nname: edits\nstages:\n${
      (style % 3 === 0 ? stages : stages.reverse()).join("")
    }  all: { use: list, needs: { numbers: [${all}] }, publish: true }\n${more}`,
  );
}
