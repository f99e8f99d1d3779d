import { assertEquals } from "@std/assert";
import { encodeConfigProto, encodeLayoutConfig } from "./config_proto.ts";

const hex = (bytes: Uint8Array) =>
  [...bytes].map((b) => b.toString(16).padStart(2, "0")).join(" ");

Deno.test("encodeConfigProto() writes threads, memory growth and grappler's switch", () => {
  assertEquals(
    hex(encodeConfigProto({ intraOpThreads: 2, interOpThreads: 4 })),
    "10 02 28 04 32 02 20 01 52 05 52 03 98 01 01",
  );
});

Deno.test("encodeConfigProto() makes several devices of the processor", () => {
  const config = { intraOpThreads: 2, interOpThreads: 4, cpuDevices: 2 };
  assertEquals(
    hex(encodeConfigProto(config)),
    "0a 07 0a 03 43 50 55 10 02 10 02 28 04 32 02 20 01 52 05 52 03 98 01 01",
  );
});

Deno.test("encodeLayoutConfig() lets grappler choose layouts, and do nothing else", () => {
  assertEquals(
    hex(encodeLayoutConfig()),
    "52 0d 52 0b 60 01 a2 06 06 6c 61 79 6f 75 74",
  );
});

Deno.test("encodeConfigProto() hides GPUs and writes threads above 127 as two bytes", () => {
  assertEquals(
    hex(
      encodeConfigProto({
        intraOpThreads: 300,
        interOpThreads: 128,
        forceCpu: true,
      }),
    ),
    "0a 07 0a 03 47 50 55 10 00 10 ac 02 28 80 01 32 02 20 01 52 05 52 03 98 01 01",
  );
});
