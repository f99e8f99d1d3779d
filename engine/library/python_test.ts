import { assertEquals } from "@std/assert";
import { dirname, join } from "node:path";
import { fakeHost } from "../../test/support/data/fake_host.ts";
import { systemHost } from "./host.ts";
import { findPip, locatePythonPackage, pythonVersion } from "./python.ts";
import { tempFolder } from "../../test/support/temp_folder.ts";

Deno.test("findPip() takes the first pip that answers", async () => {
  const asked: string[] = [];
  const host = fakeHost({
    run: (command, args) => {
      asked.push([command, ...args].join(" "));
      if (command === "python3") {
        return { code: 1, stderr: "No module named pip" };
      }
      return command === "pip3"
        ? { stdout: "pip 25.1 from /x (python 3.13)\n" }
        : undefined;
    },
  });
  assertEquals(await findPip(host), {
    command: "pip3",
    args: [],
    version: "pip 25.1",
  });
  assertEquals(asked, ["python3 -m pip --version", "pip3 --version"]);
  assertEquals(await findPip(fakeHost()), undefined);
});

Deno.test("locatePythonPackage() asks every Python and ignores other talk", async () => {
  const found = {
    folder: "/site/tensorflow",
    version: "2.20.0",
    project: "tensorflow",
  };
  const answers: Record<string, string> = {
    python3: "null\n",
    python: `hello\n${JSON.stringify(found)}\n`,
  };
  assertEquals(
    await locatePythonPackage(
      fakeHost({ run: (command) => ({ stdout: answers[command] ?? "" }) }),
    ),
    found,
  );
  assertEquals(
    await locatePythonPackage(fakeHost({ run: () => ({ stdout: "welcome" }) })),
    undefined,
  );
  assertEquals(await locatePythonPackage(fakeHost()), undefined);
});

Deno.test({
  name: "locatePythonPackage() locates a package without importing it",
  ignore: await pythonVersion(systemHost()) === undefined,
  fn: async () => {
    using site = tempFolder();
    await Deno.mkdir(join(site.path, "tensorflow"));
    await Deno.writeTextFile(
      join(site.path, "tensorflow", "__init__.py"),
      "raise SystemExit('imported')\n",
    );
    const info = join(site.path, "tensorflow_cpu-2.19.1.dist-info");
    await Deno.mkdir(info);
    await Deno.writeTextFile(
      join(info, "METADATA"),
      "Metadata-Version: 2.1\nName: tensorflow-cpu\nVersion: 2.19.1\n",
    );
    const system = systemHost();
    const host = {
      ...system,
      run: (command: string, args: readonly string[]) =>
        system.run(command, args, { PYTHONPATH: site.path }),
    };
    assertEquals(await locatePythonPackage(host), {
      folder: join(site.path, "tensorflow"),
      version: "2.19.1",
      project: "tensorflow-cpu",
    });
  },
});

Deno.test({
  name: "nothing in the current folder is run by asking Python and pip",
  ignore: await pythonVersion(systemHost()) === undefined,
  fn: async () => {
    using folder = tempFolder();
    const trap = `open(${JSON.stringify(join(folder.path, "RAN"))}, "w")\n`;
    for (const name of ["json.py", "pip/__main__.py", "sitecustomize.py"]) {
      await Deno.mkdir(dirname(join(folder.path, name)), { recursive: true });
      await Deno.writeTextFile(join(folder.path, name), trap);
    }
    const before = Deno.cwd();
    Deno.chdir(folder.path);
    // An empty entry, as of `PYTHONPATH=$PYTHONPATH:/x`, is the current folder.
    Deno.env.set("PYTHONPATH", ":/none");
    try {
      await locatePythonPackage(systemHost());
      await findPip(systemHost());
      await pythonVersion(systemHost());
    } finally {
      Deno.env.delete("PYTHONPATH");
      Deno.chdir(before);
    }
    assertEquals(await systemHost().exists(join(folder.path, "RAN")), false);
  },
});
