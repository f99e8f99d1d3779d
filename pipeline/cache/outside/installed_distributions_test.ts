import { assertEquals, assertNotEquals } from "@std/assert";
import { dirname } from "node:path";
import { tempFolder } from "../../../test/support/temp_folder.ts";
import {
  installedDistributions,
  recordDigest,
} from "./installed_distributions.ts";

Deno.test("installedDistributions() reads every form of entry, and names as packages are compared", () => {
  using folder = tempFolder();
  for (
    const path of [
      "Foo_Bar.Baz-1.0.post1.dist-info/RECORD",
      "plain-2.dist-info/METADATA",
      "PyGObject-3.42.2.egg-info",
      "old-0.1-py3.11.egg-info/PKG-INFO",
      "numpy/__init__.py",
      "~broken-1.dist-info/INSTALLER",
    ]
  ) {
    Deno.mkdirSync(dirname(`${folder.path}/${path}`), { recursive: true });
    Deno.writeTextFileSync(`${folder.path}/${path}`, "");
  }
  assertEquals(
    installedDistributions(folder.path).map(({ name, version }) =>
      `${name} ${version}`
    ),
    ["foo-bar-baz 1.0.post1", "pygobject 3.42.2", "old 0.1", "plain 2"],
  );
  assertEquals(installedDistributions(`${folder.path}/nothing`), []);
});

Deno.test("recordDigest() leaves out what differs between equal installations", () => {
  using folder = tempFolder();
  const path = `${folder.path}/RECORD`;
  const digest = (text: string) => {
    Deno.writeTextFileSync(path, text);
    return recordDigest(path);
  };
  const whole = digest("a.py,sha256=1,2\nb.py,sha256=3,4\n");
  assertEquals(
    digest(
      'b.py,sha256=3,4\r\na.py,sha256=1,2\r\n"../../bin/a,b",sha256=5,6\r\n' +
        "x-1.dist-info/INSTALLER,sha256=7,8\r\nx-1.dist-info/uv_cache.json,sha256=9,1\r\nx-1.dist-info/RECORD,,\r\na.pyc,,\r\n",
    ),
    whole,
  );
  assertNotEquals(digest("a.py,sha256=9,2\nb.py,sha256=3,4\n"), whole);
});
