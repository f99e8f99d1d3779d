import { assertEquals, assertThrows } from "@std/assert";
import {
  exists,
  fileNames,
  isFile,
  namesIn,
  readJsonIfWhole,
  readTextIfThere,
} from "./read_files.ts";

Deno.test("files and folders that are missing or torn are no error", () => {
  const folder = Deno.makeTempDirSync();
  try {
    Deno.mkdirSync(`${folder}/b`);
    Deno.writeTextFileSync(`${folder}/c.json`, '{"x":1}');
    Deno.writeTextFileSync(`${folder}/a.json`, '{"x":');
    Deno.symlinkSync("nowhere", `${folder}/link`);
    assertEquals(namesIn(folder), ["a.json", "b", "c.json", "link"]);
    assertEquals(fileNames(folder), ["a.json", "c.json"]);
    assertEquals(namesIn(`${folder}/none`), []);
    const states = ["b", "c.json", "link", "none"].map((name) => [
      exists(`${folder}/${name}`),
      isFile(`${folder}/${name}`),
    ]);
    assertEquals(states, [
      [true, false],
      [true, true],
      [true, false],
      [false, false],
    ]);
    assertEquals(readTextIfThere(`${folder}/a.json`), '{"x":');
    assertEquals(readTextIfThere(`${folder}/none`), undefined);
    assertThrows(() => readTextIfThere(`${folder}/b`));
    assertEquals(readJsonIfWhole(`${folder}/c.json`), { x: 1 });
    assertEquals(readJsonIfWhole(`${folder}/a.json`), undefined);
    assertEquals(readJsonIfWhole(`${folder}/none`), undefined);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});
