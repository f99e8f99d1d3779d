import { assertEquals } from "@std/assert";
import { programPaths } from "./program_paths.ts";
import { tempFolder } from "../../../test/support/temp_folder.ts";

/** Makes files (`path: text`) and links (`path: ->target`) below a folder that is the home folder meanwhile. */
function atHome(
  files: Readonly<Record<string, string>>,
  body: (home: string) => void,
): void {
  using folder = tempFolder();
  const home = Deno.realPathSync(folder.path);
  for (const [path, text] of Object.entries(files)) {
    const full = `${home}/${path}`;
    Deno.mkdirSync(full.slice(0, full.lastIndexOf("/")), { recursive: true });
    if (text.startsWith("->")) Deno.symlinkSync(text.slice(2), full);
    else Deno.writeTextFileSync(full, text.replace("HOME", home));
  }
  const before = Deno.env.get("HOME");
  Deno.env.set("HOME", home);
  try {
    body(home);
  } finally {
    if (before === undefined) Deno.env.delete("HOME");
    else Deno.env.set("HOME", before);
  }
}

function pathsBelow(home: string, program: string, project = "project") {
  return programPaths(`${home}/${program}`, `${home}/${project}`)
    .filter((path) => path.startsWith(home))
    .map((path) => path.slice(home.length + 1)).sort();
}

Deno.test("programPaths() gives a program in ~/bin nothing but itself", () => {
  atHome({ "bin/tool": "", "lib/secret": "", "share/secret": "" }, (home) => {
    assertEquals(pathsBelow(home, "bin/tool"), ["bin/tool"]);
  });
});

Deno.test("programPaths() gives the parts of an installation, and data of ~/.local to none", () => {
  const files = {
    "env/bin/python": "",
    "env/lib/a": "",
    "env/share/a": "",
    "env/pyvenv.cfg": "",
    "env/credentials": "",
    ".local/bin/tool": "",
    ".local/lib/a": "",
    ".local/share/keyrings/a": "",
  };
  atHome(files, (home) => {
    assertEquals(pathsBelow(home, "env/bin/python"), [
      "env/bin",
      "env/bin/python",
      "env/lib",
      "env/pyvenv.cfg",
      "env/share",
    ]);
    assertEquals(pathsBelow(home, ".local/bin/tool"), [
      ".local/bin",
      ".local/bin/tool",
      ".local/lib",
    ]);
  });
});

Deno.test("programPaths() follows links and interpreters to their installations", () => {
  const files = {
    "bin/tool": "->../tools/tool/bin/tool",
    "tools/tool/bin/tool": "#!HOME/env/bin/python -s\n",
    "tools/tool/lib/a": "",
    "env/bin/python": "",
    "env/lib/a": "",
  };
  atHome(files, (home) => {
    assertEquals(pathsBelow(home, "bin/tool"), [
      "bin/tool",
      "env/bin",
      "env/bin/python",
      "env/lib",
      "tools/tool/bin",
      "tools/tool/bin/tool",
      "tools/tool/lib",
    ]);
  });
});

Deno.test("programPaths() gives a shim the folder of its version manager", () => {
  atHome({ ".pyenv/shims/python": "", "shims/tool": "" }, (home) => {
    assertEquals(pathsBelow(home, ".pyenv/shims/python"), [
      ".pyenv",
      ".pyenv/shims/python",
    ]);
    assertEquals(pathsBelow(home, "shims/tool"), ["shims/tool"]);
  });
});

Deno.test("programPaths() gives no part that is a link to the home folder, and no project", () => {
  const files = {
    "env/bin/tool": "",
    "env/share": "->..",
    "env/lib": "->../project",
    "project/bin/tool": "",
    "project/lib/a": "",
  };
  atHome(files, (home) => {
    assertEquals(pathsBelow(home, "env/bin/tool"), ["env/bin", "env/bin/tool"]);
    assertEquals(pathsBelow(home, "project/bin/tool"), ["project/bin/tool"]);
  });
});
