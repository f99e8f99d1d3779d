import type { Primitive } from "../space/primitives.ts";

/** Module of each built-in operation, which exports it as `operation`. The table loads none of them. */
export const OPERATION_MODULES: Readonly<Record<Primitive, string>> = {
  none: import.meta.resolve("./none.ts"),
  noise: import.meta.resolve("./noise.ts"),
  max_pool_3x3: import.meta.resolve("./max_pool_3x3.ts"),
  avg_pool_3x3: import.meta.resolve("./avg_pool_3x3.ts"),
  skip_connect: import.meta.resolve("./skip_connect.ts"),
  sep_conv_3x3: import.meta.resolve("./sep_conv_3x3.ts"),
  sep_conv_5x5: import.meta.resolve("./sep_conv_5x5.ts"),
  sep_conv_7x7: import.meta.resolve("./sep_conv_7x7.ts"),
  dil_conv_3x3: import.meta.resolve("./dil_conv_3x3.ts"),
  dil_conv_5x5: import.meta.resolve("./dil_conv_5x5.ts"),
  conv_7x1_1x7: import.meta.resolve("./conv_7x1_1x7.ts"),
  nor_conv_1x1: import.meta.resolve("./nor_conv_1x1.ts"),
  nor_conv_3x3: import.meta.resolve("./nor_conv_3x3.ts"),
};
