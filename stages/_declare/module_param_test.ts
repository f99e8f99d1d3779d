import { assertEquals } from "@std/assert";
import { expectation } from "../../pipeline/definition/yaml/expectation.ts";
import { isPath, moduleParam } from "./module_param.ts";

const space = moduleParam(["s1", "s2"]);

Deno.test("moduleParam() takes names and paths of modules", () => {
  for (const text of ["s1", "./s1", "../a.ts", "/home/me/a.ts"]) {
    assertEquals(space.parse(text), text);
    assertEquals(isPath(text), text !== "s1");
  }
});

Deno.test("a text that is neither is told the names and what paths look like", () => {
  for (const text of ["s3", "a.ts", "s1.ts", ""]) {
    const [issue] = space.safeParse(text).error!.issues;
    assertEquals(
      expectation(issue!),
      "one of s1, s2 or a path that starts with ./, ../ or /",
    );
  }
});
