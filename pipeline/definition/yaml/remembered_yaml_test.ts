import { assertEquals } from "@std/assert";
import { pipelineText } from "../../../test/support/pipeline/scale_project.ts";
import { tempFolder } from "../../../test/support/temp_folder.ts";
import { fileNames } from "../../base/read_files.ts";
import { parseRemembered } from "./remembered_yaml.ts";
import { parseYaml } from "./parse_yaml.ts";

const TEXT = `${pipelineText({ form: "explicit", stages: 1000 })}# ${
  "x".repeat(100)
}
  last: { use: start, with: { value: 1, list: [1, [], {}, "list", null, true, 1e-3] } }
`;

function onlyFile(folder: string): string {
  const names = fileNames(folder);
  assertEquals(names.length, 1);
  return `${folder}/${names[0]}`;
}

Deno.test("parseRemembered() gives the same tree from the memory as from the text", async () => {
  using folder = tempFolder();
  const memory = { file: "a.yaml", folder: folder.path };
  const expected = parseYaml(TEXT);
  assertEquals(expected.problems, []);
  assertEquals(await parseRemembered(TEXT, memory), expected);
  const before = Deno.statSync(onlyFile(folder.path));
  assertEquals(await parseRemembered(TEXT, memory), expected);
  assertEquals(Deno.statSync(onlyFile(folder.path)).ino, before.ino);
});

Deno.test("parseRemembered() reads another text anew, and keeps one tree a file", async () => {
  using folder = tempFolder();
  const memory = { file: "a.yaml", folder: folder.path };
  await parseRemembered(TEXT, memory);
  const other = TEXT.replace("value: 7 }", "value: 8 }");
  assertEquals(other === TEXT, false);
  assertEquals(await parseRemembered(other, memory), parseYaml(other));
  assertEquals(await parseRemembered(TEXT, memory), parseYaml(TEXT));
  onlyFile(folder.path);
});

Deno.test("parseRemembered() does not believe a damaged memory", async () => {
  using folder = tempFolder();
  const memory = { file: "a.yaml", folder: folder.path };
  const expected = await parseRemembered(TEXT, memory);
  const path = onlyFile(folder.path);
  const whole = Deno.readTextFileSync(path);
  const changed = whole.replace("[5,20,0]", "[5,20,1]");
  assertEquals(changed === whole, false);
  for (const text of [changed, whole.slice(0, -1), "", "{}\n[]"]) {
    Deno.writeTextFileSync(path, text);
    assertEquals(await parseRemembered(TEXT, memory), expected);
    assertEquals(Deno.readTextFileSync(path), whole);
  }
});

Deno.test("parseRemembered() remembers no file with problems", async () => {
  using folder = tempFolder();
  const memory = { file: "a.yaml", folder: folder.path };
  const wrong = TEXT.replace("value: 7 }", "value: 07 }");
  assertEquals(await parseRemembered(wrong, memory), parseYaml(wrong));
  assertEquals([...Deno.readDirSync(folder.path)], []);
});

Deno.test("parseRemembered() parses where nothing can be written", async () => {
  const memory = { file: "a.yaml", folder: "/dev/null/folder" };
  assertEquals(await parseRemembered(TEXT, memory), parseYaml(TEXT));
});

Deno.test("parseRemembered() knows every source that decides what a text is parsed to", () => {
  const read = (name: string) =>
    Deno.readTextFileSync(new URL(name, import.meta.url));
  const named = [
    ...read("./remembered_yaml.ts").matchAll(/^ {2}"(\.\/\w+\.ts)",$/gm),
  ]
    .map((match) => match[1] ?? "");
  const reached = new Set<string>();
  const open = ["./parse_yaml.ts"];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    // Problems are not remembered, so what words them does not matter.
    if (reached.has(name) || name === "./problem.ts") continue;
    reached.add(name);
    const imports = read(name).matchAll(
      /^import (?!type)[^;]+ from "(\.\/[^"]+)";/gm,
    );
    for (const [, target = ""] of imports) open.push(target);
  }
  assertEquals(
    new Set(named),
    new Set(["./remembered_yaml.ts", ...reached]),
  );
});
