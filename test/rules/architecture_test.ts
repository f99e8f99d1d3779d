// What ARCHITECTURE.md, CONTRIBUTING.md and comments name is there.
import { assertEquals, assertGreater } from "@std/assert";
import { ROOT } from "../support/root.ts";
import { deadPaths, namedPaths } from "../support/docs/named_paths.ts";
import { sourceFiles } from "./source_files.ts";

for (const page of ["ARCHITECTURE.md", "CONTRIBUTING.md"]) {
  Deno.test(`every path that ${page} names exists`, () => {
    const text = Deno.readTextFileSync(`${ROOT}/${page}`);
    assertGreater(namedPaths(text).length, 10);
    assertEquals(deadPaths(page), []);
  });
}

Deno.test("a document that a comment cites exists, with the section that it cites", async () => {
  const cited = (await sourceFiles(ROOT)).flatMap(({ path, text }) =>
    [
      ...text.replace(/\n\s*(?:\*|\/\/) ?/g, " ").matchAll(
        /\b(docs\/[\w-]+\.md)(?:,? sections? (\d+\w?(?:\.\d+)?))?/g,
      ),
    ].map(([, page, section]) => ({ path, page: page!, section }))
  );
  assertGreater(cited.length, 10);
  const wrong = cited.filter(({ page, section }) => {
    let text: string;
    try {
      text = Deno.readTextFileSync(`${ROOT}/${page}`);
    } catch {
      return true;
    }
    if (section === undefined) return false;
    const [whole, item] = section.split(".");
    const start = text.search(new RegExp(`^#{2,3} ${whole}\\. `, "m"));
    return start < 0 ||
      (item !== undefined &&
        !new RegExp(`^${item}\\. `, "m").test(text.slice(start)));
  });
  assertEquals(
    wrong.map(({ path, page, section }) => `${path}: ${page} ${section ?? ""}`),
    [],
  );
});
