import { assertEquals } from "@std/assert";
import { dirname } from "node:path";
import { tempFolder } from "../../../test/support/temp_folder.ts";
import { pythonInstallation } from "./python_installation.ts";

/** Makes files and links, and gives the installation of a program among them. */
function find(files: Record<string, string>, program: string, path = "") {
  using temp = tempFolder();
  const folder = Deno.realPathSync(temp.path);
  for (const [name, text] of Object.entries(files)) {
    Deno.mkdirSync(dirname(`${folder}/${name}`), { recursive: true });
    const content = text.replaceAll("ROOT", folder);
    if (text.startsWith("-> ")) {
      Deno.symlinkSync(content.slice(3), `${folder}/${name}`);
    } else Deno.writeTextFileSync(`${folder}/${name}`, content);
  }
  const found = pythonInstallation(
    `${folder}/${program}`,
    path.replaceAll("ROOT", folder),
  );
  return found === undefined
    ? undefined
    : JSON.parse(JSON.stringify(found).replaceAll(`${folder}/`, ""));
}

const BASE = {
  "base/bin/python3.11": "binary",
  "base/lib/libpython3.11.so.1.0": "library",
  "base/lib/python3.11/site-packages/x": "",
};
const VENV = {
  ...BASE,
  "venv/bin/python": "-> ROOT/base/bin/python3.11",
  "venv/pyvenv.cfg":
    "include-system-site-packages = false\nversion_info = 3.11.4.final.0\n",
  "venv/lib/python3.11/site-packages/y": "",
};
const BINARY = {
  binary: "base/bin/python3.11",
  library: "base/lib/libpython3.11.so.1.0",
};
const OF_BASE = "base/lib/python3.11/site-packages";
const OF_VENV = "venv/lib/python3.11/site-packages";

Deno.test("pythonInstallation() finds the distributions of an interpreter and of a virtual environment", () => {
  assertEquals(find(BASE, "base/bin/python3.11"), {
    ...BINARY,
    version: "3.11",
    sites: [OF_BASE],
  });
  assertEquals(find(VENV, "venv/bin/python"), {
    ...BINARY,
    version: "3.11.4",
    sites: [OF_VENV],
  });
  const open = {
    ...VENV,
    "venv/pyvenv.cfg": "include-system-site-packages = true\n",
    "venv/lib64": "-> lib",
  };
  assertEquals(find(open, "venv/bin/python"), {
    ...BINARY,
    version: "3.11",
    sites: [OF_VENV, OF_BASE],
  });
});

Deno.test("pythonInstallation() follows the first line of a script, env and the shims of pyenv", () => {
  const script = (line: string) => ({ ...VENV, script: `#!${line}\n` });
  const venv = { ...BINARY, version: "3.11.4", sites: [OF_VENV] };
  assertEquals(find(script("ROOT/venv/bin/python"), "script"), venv);
  assertEquals(
    find(script("/usr/bin/env -S A=1 python -u"), "script", "ROOT/venv/bin"),
    venv,
  );
  assertEquals(find(script("/usr/bin/env node"), "script", ""), undefined);
  const shims = {
    "pyenv/shims/python": "#!/bin/sh\n",
    "pyenv/version": "3.12.1\n",
    "pyenv/versions/3.12.1/bin/python": "binary",
    "pyenv/versions/3.12.1/lib/python3.12/site-packages/x": "",
  };
  assertEquals(find(shims, "pyenv/shims/python"), {
    binary: "pyenv/versions/3.12.1/bin/python",
    version: "3.12",
    sites: ["pyenv/versions/3.12.1/lib/python3.12/site-packages"],
  });
});

Deno.test("pythonInstallation() says nothing of other programs", () => {
  assertEquals(find({ "bin/sort": "binary" }, "bin/sort"), undefined);
  assertEquals(find({}, "bin/python"), undefined);
});
