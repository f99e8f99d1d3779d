import type { Primitive } from "../space/primitives.ts";
import type { Operation } from "./operation.ts";
import { operation as avgPool3x3 } from "./avg_pool_3x3.ts";
import { operation as conv7x11x7 } from "./conv_7x1_1x7.ts";
import { operation as dilConv3x3 } from "./dil_conv_3x3.ts";
import { operation as dilConv5x5 } from "./dil_conv_5x5.ts";
import { operation as maxPool3x3 } from "./max_pool_3x3.ts";
import { operation as noise } from "./noise.ts";
import { operation as norConv1x1 } from "./nor_conv_1x1.ts";
import { operation as norConv3x3 } from "./nor_conv_3x3.ts";
import { operation as none } from "./none.ts";
import { operation as sepConv3x3 } from "./sep_conv_3x3.ts";
import { operation as sepConv5x5 } from "./sep_conv_5x5.ts";
import { operation as sepConv7x7 } from "./sep_conv_7x7.ts";
import { operation as skipConnect } from "./skip_connect.ts";

/** Every operation of the published spaces by name: for tests and estimates; a stage loads those that it needs. */
export const BUILT_IN_OPERATIONS: Readonly<Record<Primitive, Operation>> = {
  none: none,
  noise: noise,
  max_pool_3x3: maxPool3x3,
  avg_pool_3x3: avgPool3x3,
  skip_connect: skipConnect,
  sep_conv_3x3: sepConv3x3,
  sep_conv_5x5: sepConv5x5,
  sep_conv_7x7: sepConv7x7,
  dil_conv_3x3: dilConv3x3,
  dil_conv_5x5: dilConv5x5,
  conv_7x1_1x7: conv7x11x7,
  nor_conv_1x1: norConv1x1,
  nor_conv_3x3: norConv3x3,
};
