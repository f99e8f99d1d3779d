import type { DatasetSpec } from "../../datasets/catalogue/spec.ts";
import type { SplitParams } from "./params.ts";

/**
 * Says which parameter does not fit a data set; undefined if all do. Square images are stored unchanged, or halved once
 * or twice.
 */
export function fitTrouble(
  spec: DatasetSpec,
  params: Pick<SplitParams, "size" | "shortSide" | "layout">,
): { readonly path: readonly string[]; readonly message: string } | undefined {
  const { size = spec.size, shortSide: side } = params;
  const layout = params.layout ?? spec.layout;
  if (layout === "square" && side !== undefined) {
    return {
      path: ["shortSide"],
      message:
        `layout: square takes no shortSide: its images have size pixels a side`,
    };
  }
  if (spec.layout === "free") return undefined;
  if (layout === "free") {
    return {
      path: ["layout"],
      message:
        `Cannot store ${spec.name} with layout: free: its images are square`,
    };
  }
  const allowed = [1, 2, 4].map((part) => spec.size / part)
    .filter((side) => Number.isInteger(side) && side >= 4);
  return allowed.includes(size) ? undefined : {
    path: ["size"],
    message: `Expected size: ${
      allowed.join(" or ")
    } for ${spec.name} but found ${size}`,
  };
}
