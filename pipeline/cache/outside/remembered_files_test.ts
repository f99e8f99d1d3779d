import { assertEquals } from "@std/assert";
import { sha256 } from "../../base/digest.ts";
import { listingDigest } from "../../../common/hash_file.ts";
import { tempFolder } from "../../../test/support/temp_folder.ts";
import { seeFiles } from "./remembered_files.ts";

const HOUR = 3_600_000;
const NAMES = ["a", "b/c", "d"];

/** Names of the files that are opened while `work` runs. */
async function opened(work: () => Promise<unknown>): Promise<string[]> {
  const openSync = Deno.openSync;
  const paths: string[] = [];
  Deno.openSync = (path, options) => {
    // the memory is written, the files are read
    if (options === undefined) paths.push(String(path));
    return openSync(path, options);
  };
  try {
    await work();
  } finally {
    Deno.openSync = openSync;
  }
  return paths;
}

/** A folder with three files, and looks at it with a memory beside it. */
function watched() {
  const temp = tempFolder();
  const folder = `${temp.path}/files`;
  Deno.mkdirSync(`${folder}/b`, { recursive: true });
  for (const name of NAMES) Deno.writeTextFileSync(`${folder}/${name}`, name);
  return {
    folder,
    look: (later = HOUR) =>
      seeFiles({ place: folder, folder, names: NAMES }, {
        folder: `${temp.path}/memory`,
        now: () => Date.now() + later,
      }),
    [Symbol.dispose]: () => temp[Symbol.dispose](),
  };
}

Deno.test("seeFiles() digests names and contents, and reads no file again that did not change", async () => {
  using files = watched();
  const expected = listingDigest(NAMES.map((name) => [name, sha256(name)]));
  let listing = "";
  const look = async () => listing = (await files.look()).listing;
  assertEquals((await opened(look)).length, 3);
  assertEquals(listing, expected);
  assertEquals(await opened(look), []);
  assertEquals(listing, expected);
  Deno.utimeSync(`${files.folder}/a`, 1, 1);
  assertEquals(await opened(look), [`${files.folder}/a`]);
  assertEquals(listing, expected);
  // as long as before: only the times tell
  Deno.writeTextFileSync(`${files.folder}/d`, "e");
  Deno.utimeSync(`${files.folder}/d`, 1, 1);
  assertEquals(await opened(look), [`${files.folder}/d`]);
  const digests = (await files.look()).digests();
  assertEquals(digests, {
    a: sha256("a"),
    "b/c": sha256("b/c"),
    d: sha256("e"),
  });
});

Deno.test("seeFiles() reads a file again that may have changed since without a trace", async () => {
  using files = watched();
  assertEquals((await opened(() => files.look(0))).length, 3);
  assertEquals((await opened(() => files.look(0))).length, 3);
});

Deno.test("seeFiles() does without a memory that is damaged", async () => {
  using files = watched();
  const memory = `${files.folder}/../memory/seen`;
  const first = await files.look();
  const digests = first.digests();
  // what is remembered of each file, what is remembered of all, and both
  for (const damaged of [/\.files\.json$/, /\w{64}\.json$/, /./]) {
    for (const { name } of [...Deno.readDirSync(memory)]) {
      if (damaged.test(name)) Deno.writeTextFileSync(`${memory}/${name}`, "{");
    }
    const again = await files.look();
    assertEquals([again.listing, again.digests()], [first.listing, digests]);
  }
});
