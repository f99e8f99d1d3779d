import type { Layers } from "../layers/layers.ts";
import { type Extent, layoutOf } from "../layers/shape_layers.ts";
import type { Operation } from "./operation.ts";

/** A map on which operations are tried; its sides halve. */
const INPUT: Extent = { height: 8, width: 8, channels: 4 };

/**
 * Tries an operation with shapes alone, at both strides, as a search and as a retraining use it.
 *
 * @returns What is wrong, to follow "Expected an operation my_conv that"; undefined if nothing is.
 */
export function operationTrouble(
  operation: Operation,
): string | undefined {
  if (operation.takesWeight && operation.normalised) {
    return "takes the mixture weight or is normalised but found both";
  }
  try {
    for (const stride of [1, 2] as const) {
      for (const affine of [false, true]) {
        const trouble = placeTrouble(operation, { stride, affine });
        if (trouble !== undefined) return trouble;
      }
    }
    return operation.identity ? identityTrouble(operation) : undefined;
  } catch (error) {
    return `runs but found ${
      error instanceof Error ? error.message : String(error)
    }`;
  }
}

function placeTrouble(
  operation: Operation,
  place: { readonly stride: 1 | 2; readonly affine: boolean },
): string | undefined {
  const { takesWeight = false, parameterFree = false } = operation;
  const weighs = takesWeight && !place.affine;
  let weighed = 0;
  let found = INPUT;
  const layout = layoutOf((shapes, x) => {
    const layers = noting(shapes, () => weighed++);
    const weight = { matrix: "normal", edge: 0, operation: 0 };
    const options = { ...place, ...(weighs ? { weight } : {}) };
    found = operation.forward(layers, x, { ...options, name: "a" });
    // names of parameters begin with that of the place, or are there twice
    operation.forward(layers, x, { ...options, name: "b" });
  }, INPUT);
  const { stride } = place;
  const wanted = `${8 / stride}x${8 / stride}x4`;
  const got = `${found?.height}x${found?.width}x${found?.channels}`;
  if (got !== wanted) {
    return `makes ${wanted} of 8x8x4 at stride ${stride} but found ${got}`;
  }
  if (weighs && weighed !== 2) {
    return `multiplies by the mixture weight once, as it takes it, but found ${
      weighed / 2
    } times`;
  }
  if (parameterFree && stride === 1 && !place.affine) {
    const [parameter] = layout.parameters;
    if (parameter !== undefined) {
      return `has no parameters, as it says, but found ${parameter.name}`;
    }
  }
}

/** Says what an identity computes at stride 1, where a search or a retraining may leave it out. */
function identityTrouble(operation: Operation): string | undefined {
  let computed: string | undefined;
  layoutOf((shapes, x) => {
    const layers = new Proxy(shapes, {
      get: (all, name: keyof Layers<Extent>) => {
        if (name !== "channels") computed ??= name;
        return all[name];
      },
    });
    operation.forward(layers, x, { name: "a", stride: 1, affine: true });
  }, INPUT);
  return computed &&
    `passes its input on at stride 1, as it says, but found ${computed}()`;
}

/** Layers that tell where a mixture weight is used. */
function noting<T>(layers: Layers<T>, note: () => void): Layers<T> {
  return {
    ...layers,
    weigh(x, weight) {
      note();
      return layers.weigh(x, weight);
    },
    norm(x, options) {
      if (options.weight !== undefined) note();
      return layers.norm(x, options);
    },
    convNorm(x, conv, norm) {
      if (norm.weight !== undefined) note();
      return layers.convNorm(x, conv, norm);
    },
  };
}
