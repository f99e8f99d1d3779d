import { assertEquals, assertRejects } from "@std/assert";
import { tempFolder } from "../temp_folder.ts";
import { docProject } from "./doc_project.ts";

Deno.test("commands of a page are left out where python3 lacks the module that they need", async () => {
  using place = tempFolder();
  using project = docProject(place.path);
  const blocks = (needs: string) => [
    { language: "sh", text: `# needs ${needs}\nfalse\n`, line: 1 },
    { language: "text", text: "never printed\n", line: 4 },
  ];
  const { warn } = console;
  const warned: unknown[] = [];
  console.warn = (line) => warned.push(line);
  try {
    await project.carryOut(blocks("no_such_module"), "page");
  } finally {
    console.warn = warn;
  }
  assertEquals(warned, ["page:1 is left out: python3 has no no_such_module"]);
  await assertRejects(() => project.carryOut(blocks("json"), "page"));
});
