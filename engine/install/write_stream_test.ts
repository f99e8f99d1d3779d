import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { noise, sha256 } from "../../test/support/data/make_wheel.ts";
import { LibraryError } from "../library/library_error.ts";
import { writeStream } from "./write_stream.ts";
import { tempFolder } from "../../test/support/temp_folder.ts";

Deno.test("writeStream() writes and hashes what comes", async () => {
  using folder = tempFolder();
  const bytes = noise(100_000, 3);
  const seen: number[] = [];
  const written = await writeStream(
    new Blob([bytes]).stream(),
    join(folder.path, "file"),
    (count) => seen.push(count),
  );
  assertEquals(written, { size: bytes.length, sha256: sha256(bytes) });
  assertEquals(await Deno.readFile(join(folder.path, "file")), bytes);
  assertEquals(seen.at(-1), bytes.length);
});

Deno.test({
  name: "writeStream() says in one line that the disk is full",
  // The device that is always full.
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    const error = await assertRejects(
      () =>
        writeStream(new Blob([noise(1000, 4)]).stream(), "/dev/full", () => {}),
      LibraryError,
      "Cannot write /dev/full: no space left on the device",
    );
    assertEquals(error.failure, "space");
    assertEquals(error.message.includes("\n"), false);
  },
});
