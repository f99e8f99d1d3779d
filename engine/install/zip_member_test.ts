import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { tempFolder } from "../../test/support/temp_folder.ts";
import { readZipDirectory } from "../../common/zip_directory.ts";
import { noise } from "../../test/support/data/make_wheel.ts";
import { makeZip } from "../../test/support/data/make_zip.ts";
import { openZipMember } from "./zip_member.ts";

Deno.test("openZipMember() reads stored and deflated files, and notices one that is cut short", async () => {
  using folder = tempFolder();
  const path = join(folder.path, "x.zip");
  for (const stored of [true, false]) {
    await Deno.writeFile(
      path,
      makeZip([
        { name: "a", body: noise(100, 1), stored },
        { name: "b", body: noise(200, 2), stored },
      ]),
    );
    const entries = readZipDirectory(path);
    assertEquals(entries.map(({ name, size }) => [name, size]), [
      ["a", 100],
      ["b", 200],
    ]);
    const read = async (change: { packed?: number; offset?: number }) =>
      new Uint8Array(
        await new Response(
          await openZipMember(path, { ...entries[1]!, ...change }),
        ).arrayBuffer(),
      );
    assertEquals(await read({}), noise(200, 2));
    if (stored) {
      await assertRejects(
        () => read({ packed: 100_000 }),
        SyntaxError,
        "more bytes but found the end",
      );
    }
    await assertRejects(
      () => read({ offset: 1 }),
      SyntaxError,
      "Expected a local header at byte 1 but found",
    );
    await assertRejects(
      () => openZipMember(path, { ...entries[1]!, method: 12 }),
      SyntaxError,
      "found method 12 in b of",
    );
  }
});
