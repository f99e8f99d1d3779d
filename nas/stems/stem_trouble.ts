import { functionTrouble } from "../../common/function_trouble.ts";
import { shownValue } from "../../common/shown_value.ts";
import { takenNameTrouble } from "../../common/taken_name.ts";
import { type Extent, layoutOf } from "../layers/shape_layers.ts";
import type { Stem } from "./stem.ts";
import { STEM_NAMES } from "./stem_modules.ts";

/** Pixels a side of the images on which stems are tried. */
const TRIED_SIDE = 256;

/** Channels of the first cell with which they are tried. */
const TRIED_CHANNELS = 4;

/**
 * Checks what a module exports as `stem`, and tries it with shapes alone.
 *
 * @returns What is wrong, to follow "Expected `stem` of ./my_stem.ts to have"; undefined if it is a {@linkcode Stem}.
 */
export function stemTrouble(
  value: Readonly<Record<string, unknown>>,
): string | undefined {
  const { name, halvings, reduced, forward } = value;
  const trouble = takenNameTrouble(name, STEM_NAMES) ??
    functionTrouble("forward", forward);
  if (trouble !== undefined) return trouble;
  if (typeof reduced !== "boolean") {
    return `reduced true or false but found ${shownValue(reduced)}`;
  }
  const least = reduced ? 1 : 0;
  if (
    !(Number.isInteger(halvings) && (halvings as number) >= least &&
      (halvings as number) <= Math.log2(TRIED_SIDE))
  ) {
    return `halvings from ${least} to ${Math.log2(TRIED_SIDE)} but found ${
      shownValue(halvings)
    }`;
  }
  return headTrouble(value.auxiliary) ??
    mapTrouble(value as unknown as Stem);
}

/** Says why a value is no form of an auxiliary head. */
function headTrouble(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const { side, stride, norm } = (value ?? {}) as Record<string, unknown>;
  // A pool of 5x5 makes 2x2 of the map.
  const fits = Number.isInteger(side) && Number.isInteger(stride) &&
    (stride as number) > 0 &&
    Math.floor(((side as number) - 5) / (stride as number)) === 1;
  return fits && typeof norm === "boolean"
    ? undefined
    : `an auxiliary head whose side and stride make a map of 2x2, and norm true or false, but found ${
      JSON.stringify(value)
    }`;
}

/** Says which map of a stem has other sides than it tells. */
function mapTrouble(stem: Stem): string | undefined {
  const { halvings, reduced } = stem;
  let maps: readonly [Extent, Extent] | undefined;
  try {
    const { parameters } = layoutOf((layers, images) => {
      maps = stem.forward(layers, images, TRIED_CHANNELS);
    }, { height: TRIED_SIDE, width: TRIED_SIDE, channels: 3 });
    const other = parameters.find(({ name }) => !name.startsWith("stem"));
    if (other !== undefined) {
      return `a forward whose names begin with stem but found ${other.name}`;
    }
  } catch (error) {
    return `a forward that runs but found ${
      error instanceof Error ? error.message : String(error)
    }`;
  }
  for (
    const [at, times] of [halvings - (reduced ? 1 : 0), halvings].entries()
  ) {
    const side = TRIED_SIDE / 2 ** times;
    const { height, width } = maps?.[at] ?? {};
    if (height !== side || width !== side) {
      return `a forward whose ${
        at === 0 ? "first" : "second"
      } map of images of ${TRIED_SIDE}x${TRIED_SIDE} is ${side}x${side}, as halvings and reduced tell, but found ${
        height === undefined ? "none" : `${height}x${width}`
      }`;
    }
  }
}
