import { assertEquals } from "@std/assert";
import { devicesTrouble, gpusOf } from "./device_count.ts";

Deno.test("a stage takes as many GPUs as devices where there are any and the file says nothing", () => {
  assertEquals(
    [gpusOf({}, 1), gpusOf({ devices: 4 }, 1), gpusOf({ devices: 4 }, 0)],
    [1, 4, 0],
  );
  assertEquals(gpusOf({ devices: 4, gpus: 2 }, 1), 2);
});

Deno.test("GPUs that would lie idle or that are too few are complained of, and none or the right number are not", () => {
  for (const gpus of [0, 2]) {
    assertEquals(devicesTrouble({ devices: 2 }, gpus), undefined);
  }
  assertEquals(devicesTrouble({}, 2), undefined);
  assertEquals(
    devicesTrouble({ devices: 1 }, 2),
    "Expected as many gpus as devices but found gpus 2 and devices 1: set the parameter devices to 2, or gpus to 1",
  );
});
