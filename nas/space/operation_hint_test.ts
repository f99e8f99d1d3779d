import { assertEquals } from "@std/assert";
import { PRIMITIVES } from "./primitives.ts";
import { operationHint } from "./operation_hint.ts";

const OPERATIONS = PRIMITIVES.filter((name) => name !== "none");

Deno.test("operationHint() recognises slips of a name", () => {
  const slips: Record<string, string> = {
    "Sep_Conv_3x3": "sep_conv_3x3",
    "sepconv5x5": "sep_conv_5x5",
    "sep-conv-3x3": "sep_conv_3x3",
    "sep_con_3x3": "sep_conv_3x3",
    "spe_conv_3x3": "sep_conv_3x3",
    "dill_conv_5x5": "dil_conv_5x5",
    "skip_conect": "skip_connect",
    "max_pool3x3": "max_pool_3x3",
    "sep_conv_3×3": "sep_conv_3x3",
  };
  for (const [found, meant] of Object.entries(slips)) {
    assertEquals(
      operationHint(found, OPERATIONS),
      ` (did you mean ${meant}?)`,
      found,
    );
  }
});

Deno.test("operationHint() never proposes another operation", () => {
  const others = ["none", "zero", "identity", "sep_conv_1x1", "sep_conv_9x9"]
    .concat(["dil_conv_7x7", "avg_pool_5x5", "max_pool_2x2", "min_pool_3x3"])
    .concat(["dep_conv_3x3", "std_conv_3x3", "conv_3x3", "conv_1x7_7x1"])
    .concat(["lp_pool_3x3", "dil_sep_conv_3x3", "nor", "", "3x3", "noose_x"]);
  for (const found of others) {
    assertEquals(operationHint(found, OPERATIONS), "", found);
  }
  // every operation is known to every other as another one
  for (const found of PRIMITIVES) {
    const rest = PRIMITIVES.filter((name) => name !== found);
    assertEquals(operationHint(found, rest), "", found);
  }
});
