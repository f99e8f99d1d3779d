// The worked examples of docs/ are carried out on a copy of the program.
import { assertEquals, assertGreater } from "@std/assert";
import { fileURLToPath } from "node:url";
import { docBlocks } from "./doc_blocks.ts";
import { docProject } from "./doc_project.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const PAGES = [
  "add-a-data-set",
  "add-a-method",
  "add-a-space",
  "add-a-stage",
  "caching",
];

for (const page of PAGES) {
  Deno.test(`docs/${page}.md: the worked example comes out as it says`, async () => {
    const path = `docs/${page}.md`;
    const blocks = docBlocks(Deno.readTextFileSync(`${ROOT}${path}`));
    assertGreater(
      blocks.filter(({ language }) => language === "text").length,
      0,
    );
    using project = docProject();
    await project.carryOut(blocks, path);
  });
}

Deno.test("docs/file-format.md is what `deno task docs` writes", async () => {
  const written = Deno.makeTempFileSync({ suffix: ".md" });
  try {
    for (
      const args of [
        ["run", "-A", "--quiet", `${ROOT}pipeline/main.ts`, "schema"]
          .concat(["--format", "markdown", "--output", written]),
        ["fmt", "--quiet", written],
      ]
    ) {
      const { success } = await new Deno.Command(Deno.execPath(), {
        args,
        cwd: ROOT,
        stdout: "null",
      }).output();
      assertEquals(success, true);
    }
    assertEquals(
      Deno.readTextFileSync(`${ROOT}docs/file-format.md`),
      Deno.readTextFileSync(written),
    );
  } finally {
    Deno.removeSync(written);
  }
});
