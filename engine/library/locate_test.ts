import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import {
  fakeHost,
  type FakeHostOptions,
} from "../../test/support/data/fake_host.ts";
import type { Device } from "./device_class.ts";
import { LibraryError } from "./library_error.ts";
import { locateTensorflow } from "./locate.ts";
import { PINNED_WHEELS } from "./pinned.ts";
import { tempFolder } from "../../test/support/temp_folder.ts";

/** Files of the given sizes without a byte on the disk. */
async function plant(folder: string, files: Record<string, number>) {
  await Deno.mkdir(folder, { recursive: true });
  for (const [name, size] of Object.entries(files)) {
    await Deno.writeTextFile(join(folder, name), "");
    await Deno.truncate(join(folder, name), size);
  }
}

const CPU = PINNED_WHEELS[0]!;
const GPU = PINNED_WHEELS[1]!;

function python(
  folder: string,
  version = "2.21.0",
): NonNullable<FakeHostOptions["run"]> {
  return () => ({
    stdout: JSON.stringify({ folder, version, project: "tensorflow" }),
  });
}

Deno.test("locateTensorflow() looks at the variable, the cache and Python, in this order", async () => {
  using folder = tempFolder();
  const own = join(folder.path, "own");
  const cached = join(folder.path, "sdarts", "libtensorflow", CPU.folder);
  const site = join(folder.path, "site");
  await plant(own, {
    "libtensorflow.so.2": 1,
    "libtensorflow_framework.so.2": 1,
  });
  await plant(site, {
    "libtensorflow_cc.so.2": CPU.library.size,
    "libtensorflow_framework.so.2": CPU.framework.size,
  });
  const env = { XDG_CACHE_HOME: folder.path };
  const variable = {
    ...env,
    SDARTS_LIBTENSORFLOW: join(own, "libtensorflow.so.2"),
  };
  assertEquals(await locateTensorflow({ host: fakeHost({ env }) }), null);
  assertEquals(
    await locateTensorflow({ host: fakeHost({ env, run: python(site) }) }),
    {
      path: join(site, "libtensorflow_cc.so.2"),
      framework: join(site, "libtensorflow_framework.so.2"),
      version: "2.21.0",
      source: "python",
      variant: "cpu",
    },
  );
  await plant(cached, {
    "libtensorflow_cc.so.2": CPU.library.size,
    "libtensorflow_framework.so.2": CPU.framework.size,
  });
  assertEquals(
    await locateTensorflow({ host: fakeHost({ env, run: python(site) }) }),
    {
      path: join(cached, "libtensorflow_cc.so.2"),
      framework: join(cached, "libtensorflow_framework.so.2"),
      version: "2.21.0",
      source: "cache",
      sha256: CPU.library.sha256,
      variant: "cpu",
    },
  );
  assertEquals(
    (await locateTensorflow({
      host: fakeHost({ env: variable, run: python(site) }),
    }))?.source,
    "env",
  );
});

Deno.test("locateTensorflow() passes over a cached file of another size and a Python package without the library", async () => {
  using folder = tempFolder();
  await plant(join(folder.path, "sdarts", "libtensorflow", CPU.folder), {
    "libtensorflow_cc.so.2": 10,
    "libtensorflow_framework.so.2": 10,
  });
  await plant(join(folder.path, "site"), { "__init__.py": 1 });
  const host = fakeHost({
    env: { XDG_CACHE_HOME: folder.path },
    run: python(join(folder.path, "site")),
  });
  assertEquals(await locateTensorflow({ host }), null);
});

Deno.test("locateTensorflow() finds a C archive that was installed before", async () => {
  using folder = tempFolder();
  const cached = join(
    folder.path,
    "sdarts",
    "libtensorflow",
    "2.18.0-cpu-archive",
  );
  await plant(cached, {
    "libtensorflow.so.2": 5,
    "libtensorflow_framework.so.2": 5,
  });
  const found = await locateTensorflow({
    host: fakeHost({ env: { XDG_CACHE_HOME: folder.path } }),
  });
  assertEquals([found?.path, found?.version], [
    join(cached, "libtensorflow.so.2"),
    "2.18.0",
  ]);
});

Deno.test("locateTensorflow() takes no Python package that is not the pinned one, and none for a GPU", async () => {
  using folder = tempFolder();
  const found = async (
    files: { cc: number; framework: number },
    version: string,
    device: Device,
    arch = "x86_64",
  ) => {
    await plant(folder.path, {
      "libtensorflow_cc.so.2": files.cc,
      "libtensorflow_framework.so.2": files.framework,
    });
    const host = fakeHost({
      env: { HOME: "/nowhere" },
      arch,
      run: python(folder.path, version),
    });
    return (await locateTensorflow({ host, device }))?.variant;
  };
  const pinned = { cc: CPU.library.size, framework: CPU.framework.size };
  const cuda = { cc: GPU.library.size, framework: GPU.framework.size };
  assertEquals(await found(pinned, "2.21.0", "cpu"), "cpu");
  // another version, another kind, and a GPU, whose CUDA libraries would not be beside it
  assertEquals(await found(pinned, "2.20.0", "cpu"), undefined);
  assertEquals(await found(cuda, "2.21.0", "cpu"), undefined);
  assertEquals(await found(pinned, "2.21.0", "gpu"), undefined);
  assertEquals(await found(cuda, "2.21.0", "gpu"), undefined);
  // where nothing is pinned any will do
  assertEquals(
    await found({ cc: 1, framework: 1 }, "2.20.0", "cpu", "riscv64"),
    "unknown",
  );
});

Deno.test("locateTensorflow() says what is wrong with SDARTS_LIBTENSORFLOW", async () => {
  using folder = tempFolder();
  await plant(folder.path, { "libtensorflow_cc.so.2": 1, "libother.so": 1 });
  const cases: [string, string][] = [
    [
      join(folder.path, "none.so"),
      "File not found: SDARTS_LIBTENSORFLOW",
    ],
    [folder.path, "File not found: SDARTS_LIBTENSORFLOW"],
    [
      join(folder.path, "libother.so"),
      "Expected libtensorflow_cc.so.2 or libtensorflow.so.2 but found another file name",
    ],
    [
      join(folder.path, "libtensorflow_cc.so.2"),
      "libtensorflow_framework.so.2 not found beside",
    ],
  ];
  for (const [value, message] of cases) {
    const host = fakeHost({ env: { SDARTS_LIBTENSORFLOW: value } });
    const error = await assertRejects(
      () => locateTensorflow({ host }),
      LibraryError,
      message,
    );
    assertEquals([error.failure, error.message.includes(value)], [
      "path",
      true,
    ]);
  }
});
