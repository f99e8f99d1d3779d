import { assertEquals } from "@std/assert";
import { tempFolder } from "../../../test/support/temp_folder.ts";
import { projectAround } from "./project_folder.ts";

for (const mark of [".sdarts", "experiments"]) {
  Deno.test(`projectAround() finds the nearest folder with ${mark}/ above`, () => {
    using folder = tempFolder();
    const outer = `${folder.path}/outer`;
    const inner = `${outer}/a/inner`;
    Deno.mkdirSync(`${outer}/${mark}`, { recursive: true });
    Deno.mkdirSync(`${inner}/deep/er`, { recursive: true });
    assertEquals(projectAround(outer), outer);
    assertEquals(projectAround(`${inner}/deep/er`), outer);
    Deno.mkdirSync(`${inner}/${mark}`);
    assertEquals(projectAround(`${inner}/deep/er`), inner);
    assertEquals(projectAround(`${outer}/a`), outer);
  });
}

Deno.test("projectAround() takes the folder itself where no project is around it", () => {
  using folder = tempFolder();
  Deno.writeTextFileSync(`${folder.path}/experiments`, "no folder");
  const own = `${folder.path}/own`;
  Deno.mkdirSync(own);
  assertEquals(projectAround(own), own);
});

Deno.test({
  name: "projectAround() takes no project of another owner",
  // Only root can give a folder to somebody else.
  ignore: Deno.uid() !== 0,
  fn: () => {
    using folder = tempFolder();
    const theirs = `${folder.path}/theirs`;
    const own = `${theirs}/own`;
    Deno.mkdirSync(`${theirs}/experiments`, { recursive: true });
    Deno.mkdirSync(own);
    assertEquals(projectAround(own), theirs);
    Deno.chownSync(`${theirs}/experiments`, 1, 1);
    assertEquals(projectAround(own), own);
    Deno.chownSync(`${theirs}/experiments`, 0, 0);
    Deno.chownSync(theirs, 1, 1);
    assertEquals(projectAround(own), own);
  },
});
