import { assert, assertEquals } from "@std/assert";
import { tempFolder } from "../../test/support/temp_folder.ts";
import { systemHost } from "./host.ts";

Deno.test("systemHost() runs a program with variables and tells when there is none", async () => {
  const host = systemHost();
  const script =
    "console.log(Deno.env.get('SDARTS_TEST')); console.error('e'); Deno.exit(3)";
  const result = await host.run(Deno.execPath(), [
    "eval",
    "--no-config",
    "--ext=js",
    script,
  ], { SDARTS_TEST: "a b" });
  assertEquals([result?.code, result?.stdout.trim(), result?.stderr.trim()], [
    3,
    "a b",
    "e",
  ]);
  assertEquals(await host.run("sdarts-no-such-program", []), undefined);
});

Deno.test("systemHost() sees files and free space", async () => {
  const host = systemHost();
  using folder = tempFolder();
  assertEquals(await host.exists(folder.path), true);
  assertEquals(await host.exists(`${folder.path}/none`), false);
  assert(await host.free(folder.path) > 0);
});
