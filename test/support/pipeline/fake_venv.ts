// A virtual environment whose interpreter is a shell: what keys hold of one needs no Python.
import { dirname } from "node:path";

/** A virtual environment in a temporary folder. */
export interface FakeVenv extends Disposable {
  readonly folder: string;
  /** Path of its interpreter. */
  readonly python: string;
  /** Installs a distribution in the place of another version of it. */
  install(name: string, version: string, more?: string): void;
  remove(name: string): void;
  /** Writes a file below the folder. */
  write(path: string, text: string): void;
}

/** Makes a virtual environment of Python 3.11.2 without distributions. */
export function fakeVenv(): FakeVenv {
  const folder = Deno.realPathSync(Deno.makeTempDirSync({ prefix: "venv_" }));
  const site = "lib/python3.11/site-packages";
  const write = (path: string, text: string) => {
    Deno.mkdirSync(dirname(`${folder}/${path}`), { recursive: true });
    Deno.writeTextFileSync(`${folder}/${path}`, text);
  };
  const remove = (name: string) => {
    for (const { name: entry } of [...Deno.readDirSync(`${folder}/${site}`)]) {
      if (entry.startsWith(`${name}-`)) {
        Deno.removeSync(`${folder}/${site}/${entry}`, { recursive: true });
      }
    }
  };
  write("pyvenv.cfg", "home = /usr/bin\nversion = 3.11.2\n");
  Deno.mkdirSync(`${folder}/${site}`, { recursive: true });
  Deno.mkdirSync(`${folder}/bin`);
  Deno.symlinkSync("/bin/sh", `${folder}/bin/python`);
  return {
    folder,
    python: `${folder}/bin/python`,
    install: (name, version, more = "") => {
      remove(name);
      write(
        `${site}/${name}-${version}.dist-info/RECORD`,
        `${name}/__init__.py,sha256=${version},10\n../../../bin/${name},sha256=${folder},9\n${more}`,
      );
    },
    remove,
    write,
    [Symbol.dispose]: () => Deno.removeSync(folder, { recursive: true }),
  };
}
