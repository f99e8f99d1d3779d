// The worked examples of docs/ are carried out on a copy of the program.
import { assertGreater } from "@std/assert";
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
