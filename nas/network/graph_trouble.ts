import type { Stem } from "../stems/stem.ts";

/** A setting that networks of graph cells do not have, or images that they cannot take. */
export interface GraphTrouble {
  readonly setting: "stem" | "auxiliary" | "dropPath" | "size";
  /** The complaint, `Expected X but found Y`. */
  readonly message: string;
}

/**
 * Says what networks of graph cells cannot be: they have a stem of their own, no auxiliary head and no path to drop, and
 * their residual blocks halve the map twice.
 *
 * @param settings What is known of a network; what is left out is not checked.
 *
 * @example
 * ```ts
 * import { graphTroubles } from "./graph_trouble.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(graphTroubles({ size: 16, auxiliary: false }), []);
 * assertEquals(graphTroubles({ size: 18 }), [{
 *   setting: "size",
 *   message: "Expected images with a side divisible by 4 but found 18 pixels",
 * }]);
 * ```
 */
export function graphTroubles(
  { stem, auxiliary = false, dropPath = 0, size }: {
    readonly stem?: Pick<Stem, "name"> | undefined;
    readonly auxiliary?: boolean | undefined;
    readonly dropPath?: number | undefined;
    /** Pixels a side. */
    readonly size?: number | undefined;
  },
): GraphTrouble[] {
  const of = "for graph cells";
  const checks: readonly (GraphTrouble & { readonly wrong: boolean })[] = [
    {
      wrong: stem !== undefined && stem.name !== "cifar",
      setting: "stem",
      message:
        `Expected stem: cifar ${of}, whose first layers are their own, but found ${stem?.name}`,
    },
    {
      wrong: auxiliary,
      setting: "auxiliary",
      message: `Expected auxiliary: false ${of}, which have no auxiliary head`,
    },
    {
      wrong: dropPath > 0,
      setting: "dropPath",
      message:
        `Expected dropPath: 0 ${of}, which drop no paths, but found ${dropPath}`,
    },
    {
      wrong: size !== undefined && size % 4 !== 0,
      setting: "size",
      message:
        `Expected images with a side divisible by 4 but found ${size} pixels`,
    },
  ];
  return checks.filter(({ wrong }) => wrong)
    .map(({ setting, message }) => ({ setting, message }));
}
