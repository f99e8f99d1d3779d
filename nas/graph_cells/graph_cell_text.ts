import { shortly } from "../genotype/genotype_edge.ts";
import type { GraphGenotype } from "../genotype/graph_genotype.ts";
import { operationHint } from "../space/operation_hint.ts";

/**
 * A graph cell as the string of NAS-Bench-201: a group for each node, with the operation and the source of each of its
 * edges.
 *
 * @example
 * ```ts
 * import { graphCellText } from "./graph_cell_text.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const nodes = [[["none", 0]], [["skip_connect", 0], ["nor_conv_3x3", 1]]] as const;
 * assertEquals(graphCellText({ nodes }), "|none~0|+|skip_connect~0|nor_conv_3x3~1|");
 * ```
 */
export function graphCellText({ nodes }: Pick<GraphGenotype, "nodes">): string {
  return nodes.map((edges) =>
    `|${edges.map(([name, source]) => `${name}~${source}`).join("|")}|`
  ).join("+");
}

/**
 * Reads the string of a graph cell: the inverse of {@linkcode graphCellText}.
 *
 * @param known Names of the operations that it may have.
 * @throws {TypeError} If it is no such string: the message names the wrong part by node and edge.
 */
export function parseGraphCellText(
  text: string,
  known: readonly string[],
): GraphGenotype {
  const nodes = text.trim().split("+").map((group, node) => {
    const place = `node ${node + 1}`;
    const parts = group.trim().split("|");
    if (parts.length !== node + 3 || parts[0] !== "" || parts.at(-1) !== "") {
      throw new TypeError(
        `Expected ${node + 1} edges between | but found ${
          shortly(group)
        } in ${place}`,
      );
    }
    return parts.slice(1, -1).map((part, source) => {
      const [name = "", from] = part.split("~");
      if (!known.includes(name) || from !== String(source)) {
        throw new TypeError(
          `Expected ${known.join(", ")} with ~${source} but found ${
            shortly(part)
          } in ${place}, edge ${source}${operationHint(name, known)}`,
        );
      }
      return [name, source] as const;
    });
  });
  return { nodes };
}
