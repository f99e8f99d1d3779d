import { assertEquals } from "@std/assert";
import type { Toolchain, ToolchainRequest } from "../../stage.ts";
import { createToolchains } from "./toolchains.ts";

Deno.test("createToolchains() asks a toolchain once for stages with GPUs and once for those without, and names the nodes", async () => {
  const asked: [string, ToolchainRequest][] = [];
  const toolchain: Toolchain = {
    name: "tools",
    identify: (request) => {
      asked.push(["identify", request]);
      return Promise.resolve({ gpus: String(request.gpus) });
    },
    prepare: (_report, request) => {
      asked.push(["prepare", request]);
      return Promise.resolve({ env: {}, read: [], ffi: [] });
    },
  };
  const nodes = { gpu: "NVIDIA A100" };
  const toolchains = createToolchains(nodes);
  const identify = async (gpus: number) =>
    (await toolchains.identify(toolchain, gpus))["gpus"];
  assertEquals(
    [await identify(0), await identify(1), await identify(2)],
    ["0", "1", "1"],
  );
  for (const gpus of [0, 1, 0, 1]) {
    await toolchains.prepare(toolchain, gpus, () => {});
  }
  assertEquals(asked, [
    ["identify", { gpus: 0, nodes }],
    ["identify", { gpus: 1, nodes }],
    ["prepare", { gpus: 0, nodes }],
    ["prepare", { gpus: 1, nodes }],
  ]);
  assertEquals(await toolchains.identify(undefined, 1), {});
});
