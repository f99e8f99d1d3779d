// The worked examples of docs/ are carried out on a copy of the program.
import { assertEquals, assertGreater } from "@std/assert";
import { docBlocks } from "../support/docs/doc_blocks.ts";
import { docProject } from "../support/docs/doc_project.ts";
import { COMMAND_LINE, ROOT } from "../support/root.ts";

/** Every page that says what its commands print. */
const pages = [...Deno.readDirSync(`${ROOT}/docs`)]
  .filter(({ name }) => name.endsWith(".md")).map(({ name }) => ({
    path: `docs/${name}`,
    blocks: docBlocks(Deno.readTextFileSync(`${ROOT}/docs/${name}`)),
  })).filter(({ blocks }) =>
    blocks.some(({ language }) => language === "text")
  );

// side by side, as most of their time is the start of processes
Deno.test("the worked examples of docs/ come out as they say", async () => {
  assertGreater(pages.length, 5);
  const ended = await Promise.allSettled(pages.map(async ({ path, blocks }) => {
    using project = docProject();
    await project.carryOut(blocks, path);
  }));
  assertEquals(
    ended.flatMap((page) =>
      page.status === "rejected" ? [String(page.reason)] : []
    ).join("\n"),
    "",
  );
});

Deno.test("docs/file-format.md is what `deno task docs` writes", async () => {
  const written = Deno.makeTempFileSync({ suffix: ".md" });
  try {
    for (
      const args of [
        [...COMMAND_LINE, "schema"]
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
      Deno.readTextFileSync(`${ROOT}/docs/file-format.md`),
      Deno.readTextFileSync(written),
    );
  } finally {
    Deno.removeSync(written);
  }
});
