import { assertEquals } from "@std/assert";
import { dirname } from "node:path";
import { tempFolder } from "../../../test/support/temp_folder.ts";
import { sourcesBelow } from "./sources_below.ts";

Deno.test("sourcesBelow() finds modules and the data of packages, and neither results nor what other tools leave", () => {
  using folder = tempFolder();
  const sources = [
    "pyproject.toml",
    "setup.py",
    "src/mine/__init__.py",
    "src/mine/data/deep/table.json",
    "src/mine/fast.so",
    "src/space/beside.yaml",
    "src/space/module.py",
  ];
  const others = [
    ".git/config.json",
    ".venv/lib/a.py",
    "env/lib/b.py",
    "env/pyvenv.cfg",
    "experiments/a.yaml",
    "node_modules/c/c.py",
    "results/a/share.json",
    "src/mine/__pycache__/d.py",
    "src/mine/picture.png",
  ];
  for (const path of [...sources, ...others]) {
    Deno.mkdirSync(dirname(`${folder.path}/${path}`), { recursive: true });
    Deno.writeTextFileSync(`${folder.path}/${path}`, "");
  }
  Deno.symlinkSync(folder.path, `${folder.path}/src/mine/loop`);
  assertEquals(sourcesBelow(folder.path), sources);
  assertEquals(sourcesBelow(`${folder.path}/none`), []);
});
