import { assert, assertEquals } from "@std/assert";
import { retrainParams } from "../retrain/params.ts";
import retrainStage from "../retrain/stage.ts";
import { searchParams } from "../search/params.ts";
import searchStage from "../search/stage.ts";

const SEARCH = { space: "s2", method: "darts" };

/** Complaints of the schema: parameter and message. */
function complaints(
  { error }: ReturnType<typeof searchParams.safeParse>,
): string[] {
  return error!.issues.map(({ path, message }) => `${path}: ${message}`);
}

Deno.test("one device and float32 are in no key, others are, with their modules", () => {
  const usual = { devices: 1, precision: "float32" };
  const other = { devices: 2, precision: "bfloat16" };
  assertEquals(
    JSON.stringify(retrainParams.parse(usual)),
    JSON.stringify(retrainParams.parse({})),
  );
  assertEquals(
    JSON.stringify(searchParams.parse({ ...SEARCH, ...usual })),
    JSON.stringify(searchParams.parse(SEARCH)),
  );
  const plain = searchStage.parts!(searchParams.parse(SEARCH), {});
  const params = searchParams.parse({ ...SEARCH, ...other });
  const { devices, "precision/bfloat16": bfloat16, ...rest } = searchStage
    .parts!(params, {});
  assertEquals(rest, plain);
  assert(devices?.endsWith("/data_parallel.ts"));
  assert(bfloat16?.endsWith("/bfloat16.ts"));
  assertEquals(
    [
      params.devices,
      params.precision,
      searchStage.resources!(params, {}).devices,
    ],
    [2, "bfloat16", 2],
  );
  assertEquals(
    retrainStage.resources!(retrainParams.parse({}), {}).devices,
    1,
  );
});

Deno.test("a device without images and second derivatives of few bits are refused", () => {
  assertEquals(
    complaints(searchParams.safeParse({ ...SEARCH, batch: 7, devices: 4 })),
    ["devices: Expected at least two images a device but found batch 7 and devices 4"],
  );
  assertEquals(
    retrainParams.safeParse({ batch: 7, devices: 4 }).success,
    false,
  );
  // 3 + 3 + 3 + 1, and 3 + 3 + 3
  for (const batch of [10, 9]) {
    assertEquals(retrainParams.safeParse({ batch, devices: 4 }).success, false);
  }
  assertEquals(
    retrainParams.safeParse({ batch: 11, devices: 4 }).success,
    true,
  );
  const exact = { devices: 2, precision: "bfloat16", unrolled: "exact" };
  assertEquals(complaints(searchParams.safeParse({ ...SEARCH, ...exact })), [
    "devices: Expected 1 device for unrolled: exact, whose second derivatives are not divided, or unrolled: difference",
    "precision: Expected float32 for unrolled: exact, whose second derivatives are lost in bfloat16",
  ]);
});
