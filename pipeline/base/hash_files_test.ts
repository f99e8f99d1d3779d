import { assertEquals } from "@std/assert";
import { sha256 } from "./digest.ts";
import { hashFiles } from "./hash_files.ts";
import { tempFolder } from "../../test/support/temp_folder.ts";

Deno.test("hashFiles() gives each digest, on one thread and on several", async () => {
  using folder = tempFolder();
  // Sizes beyond the smallest that starts threads.
  const sizes = [50 << 20, 40 << 20, 40 << 20, 3, 0];
  const files = sizes.map((size, index) => {
    const path = `${folder.path}/${index}`;
    const bytes = new Uint8Array(size).fill(index + 1);
    Deno.writeFileSync(path, bytes);
    return { path, size, digest: sha256(bytes) };
  });
  const gone = { path: `${folder.path}/gone`, size: 1 };
  const expected = new Map<string, string | undefined>([
    ...files.map(({ path, digest }) => [path, digest] as const),
    [gone.path, undefined],
  ]);
  const sorted = (map: Map<string, string | undefined>) => [...map].sort();
  for (const threads of [1, 2, 5]) {
    const digests = await hashFiles([...files, gone], { threads });
    assertEquals(sorted(digests), sorted(expected));
  }
  assertEquals(await hashFiles([], { threads: 2 }), new Map());
});
