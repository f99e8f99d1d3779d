import { assertEquals, assertThrows } from "@std/assert";
import { z } from "zod";
import {
  exists,
  fileNames,
  isFile,
  namesIn,
  readJsonIfWhole,
  readTextIfThere,
} from "./read_files.ts";
import { tempFolder } from "../../test/support/temp_folder.ts";

const SHAPE = z.object({ x: z.int() });

Deno.test("files and folders that are missing or torn are no error", () => {
  using folder = tempFolder();

  Deno.mkdirSync(`${folder.path}/b`);
  Deno.writeTextFileSync(`${folder.path}/c.json`, '{"x":1}');
  Deno.writeTextFileSync(`${folder.path}/a.json`, '{"x":');
  Deno.symlinkSync("nowhere", `${folder.path}/link`);
  assertEquals(namesIn(folder.path), ["a.json", "b", "c.json", "link"]);
  assertEquals(fileNames(folder.path), ["a.json", "c.json"]);
  assertEquals(namesIn(`${folder.path}/none`), []);
  const states = ["b", "c.json", "link", "none"].map((name) => [
    exists(`${folder.path}/${name}`),
    isFile(`${folder.path}/${name}`),
  ]);
  assertEquals(states, [
    [true, false],
    [true, true],
    [true, false],
    [false, false],
  ]);
  assertEquals(readTextIfThere(`${folder.path}/a.json`), '{"x":');
  assertEquals(readTextIfThere(`${folder.path}/none`), undefined);
  assertThrows(() => readTextIfThere(`${folder.path}/b`));
  assertEquals(readJsonIfWhole(`${folder.path}/c.json`, SHAPE), { x: 1 });
  assertEquals(readJsonIfWhole(`${folder.path}/a.json`, SHAPE), undefined);
  assertEquals(readJsonIfWhole(`${folder.path}/none`, SHAPE), undefined);
  Deno.writeTextFileSync(`${folder.path}/c.json`, "null");
  assertEquals(readJsonIfWhole(`${folder.path}/c.json`, SHAPE), undefined);
});
