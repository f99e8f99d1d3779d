// Random image sets, with what people and programs leave in them: each is what its paths say, or it is refused.
import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import {
  IMAGE,
  NOTHING,
  openPacked,
  openUnpacked,
  packTree,
  type Tree,
  writeTree,
} from "../support/deviations/image_sets.ts";
import {
  countPaths,
  type RandomSet,
  randomSet,
} from "../support/deviations/random_set.ts";
import { tempFolder } from "../support/temp_folder.ts";

const BODIES = {
  image: IMAGE,
  text: new TextEncoder().encode("no image"),
  empty: NOTHING,
};

async function open({ form, files, folders, links, classes }: RandomSet) {
  const tree: Tree = Object.fromEntries([
    ...Object.entries(files).map(([path, content]) => [path, BODIES[content]]),
    ...folders.map((path) => [`${path}/`, NOTHING]),
  ]);
  const options = classes === undefined ? {} : { classes };
  if (form !== "folder") {
    return await openPacked(await packTree(tree, form), options);
  }
  using temp = tempFolder();
  writeTree(temp.path, tree);
  for (const link of links) Deno.symlinkSync(".", join(temp.path, link));
  return await openUnpacked(temp.path, options);
}

Deno.test("100 random image sets are what their paths say, or are refused", async () => {
  // test/soak/image_sets_test.ts draws others
  const first = Number(Deno.env.get("SDARTS_SOAK_SEED") ?? 0);
  console.log(`seed ${first} (SDARTS_SOAK_SEED repeats it)`);
  let refused = 0;
  for (let seed = first; seed < first + 100; seed++) {
    const set = randomSet(seed);
    try {
      const { train, val } = await open(set);
      assertEquals(
        { train, val },
        countPaths(Object.keys(set.files), set),
        `seed ${seed}`,
      );
    } catch (error) {
      const known = error instanceof RangeError || error instanceof SyntaxError;
      if (!known || set.plain) {
        throw new Error(`seed ${seed}`, { cause: error });
      }
      assertEquals(error.message.split("\n").length, 1, `seed ${seed}`);
      refused++;
    }
  }
  assert(refused < 70, `${refused} were refused`);
});
