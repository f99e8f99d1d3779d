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

Deno.test("systemHost() ends a program that still runs when this process ends", async () => {
  using folder = tempFolder();
  const script = `import { systemHost } from ${
    JSON.stringify(import.meta.resolve("./host.ts"))
  };
systemHost().run("sh", ["-c", "echo $$ >pid.new && mv pid.new pid && exec sleep 600"], {}, ${
    JSON.stringify(folder.path)
  });
while (!(await systemHost().exists("pid"))) await new Promise((go) => setTimeout(go, 10));
Deno.exit(0);`;
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--no-config", "--ext=ts", script],
    cwd: folder.path,
  }).output();
  assert(success);
  const pid = Number(Deno.readTextFileSync(`${folder.path}/pid`));
  const lives = () => {
    try {
      return !/^State:\s+Z/m.test(Deno.readTextFileSync(`/proc/${pid}/status`));
    } catch {
      return false;
    }
  };
  const late = performance.now() + 10_000;
  while (lives() && performance.now() < late) {
    await new Promise((go) => setTimeout(go, 10));
  }
  assert(!lives());
});

Deno.test("systemHost() sees files and free space", async () => {
  const host = systemHost();
  using folder = tempFolder();
  assertEquals(await host.exists(folder.path), true);
  assertEquals(await host.exists(`${folder.path}/none`), false);
  assert(await host.free(folder.path) > 0);
});
