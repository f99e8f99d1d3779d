// The worked examples of docs/ are carried out on a copy of the program.
import { assertEquals, assertGreater } from "@std/assert";
import { docBlocks } from "../support/docs/doc_blocks.ts";
import { docProject } from "../support/docs/doc_project.ts";
import { COMMAND_LINE, ROOT } from "../support/root.ts";
import { tempFolder } from "../support/temp_folder.ts";

/** Every page that says what its commands print, the longest first. */
const pages = [...Deno.readDirSync(`${ROOT}/docs`)]
  .filter(({ name }) => name.endsWith(".md")).map(({ name }) => ({
    path: `docs/${name}`,
    blocks: docBlocks(Deno.readTextFileSync(`${ROOT}/docs/${name}`)),
  })).filter(({ blocks }) => blocks.some(({ language }) => language === "text"))
  .toSorted((a, b) => b.blocks.length - a.blocks.length);

/** Carries out pages in copies of the program in one place, one after the other, and gives what went wrong. */
async function carryOut(left: (typeof pages)[number][]): Promise<string[]> {
  const wrong: string[] = [];
  using place = tempFolder();
  for (let page = left.shift(); page !== undefined; page = left.shift()) {
    try {
      using project = docProject(place.path);
      await project.carryOut(page.blocks, page.path);
    } catch (error) {
      wrong.push(String(error));
    }
  }
  return wrong;
}

// several at a time, as much of their time is the start of processes
Deno.test("the worked examples of docs/ come out as they say", async () => {
  assertGreater(pages.length, 5);
  const left = [...pages];
  const wrong = await Promise.all([1, 2, 3].map(() => carryOut(left)));
  assertEquals(wrong.flat().join("\n"), "");
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
