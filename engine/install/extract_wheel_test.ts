import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import {
  makeWheel,
  noise,
  sha256,
} from "../../test/support/data/make_wheel.ts";
import { makeZip } from "../../test/support/data/make_zip.ts";
import { extractWheel } from "./extract_wheel.ts";
import { LibraryError } from "../library/library_error.ts";
import type { PinnedWheel } from "../library/pinned.ts";
import { tempFolder } from "../../test/support/temp_folder.ts";

const made = makeWheel();

async function extract(
  bytes: Uint8Array,
  wheel: PinnedWheel,
): Promise<Record<string, Uint8Array>> {
  using folder = tempFolder();
  await Deno.writeFile(join(folder.path, "x.whl"), bytes);
  await Deno.mkdir(join(folder.path, "out"));
  const seen: number[] = [];
  await extractWheel(join(folder.path, "x.whl"), join(folder.path, "out"), {
    wheel,
    report: (count) => seen.push(count),
  });
  assertEquals(seen.at(-1), wheel.library.size + wheel.framework.size);
  assertEquals(seen, seen.toSorted((a, b) => a - b));
  const files: Record<string, Uint8Array> = {};
  for await (const { name } of Deno.readDir(join(folder.path, "out"))) {
    files[name] = await Deno.readFile(join(folder.path, "out", name));
  }
  return files;
}

Deno.test("extractWheel() takes out the two libraries and nothing else", async () => {
  assertEquals(await extract(made.bytes, made.wheel), {
    "libtensorflow_cc.so.2": noise(300_000, 1),
    "libtensorflow_framework.so.2": noise(50_000, 2),
  });
});

Deno.test("extractWheel() refuses another wheel", async () => {
  const other = made.bytes.slice();
  other[1000]! ^= 1;
  await assertRejects(
    () => extract(other, made.wheel),
    LibraryError,
    `Expected sha256 ${made.wheel.sha256} but found ${sha256(other)} in x.whl`,
  );
});

Deno.test("extractWheel() refuses another library in the right wheel", async () => {
  const wheel = {
    ...made.wheel,
    library: { ...made.wheel.library, sha256: "0".repeat(64) },
  };
  const error = await assertRejects(
    () => extract(made.bytes, wheel),
    LibraryError,
    "in tensorflow/libtensorflow_cc.so.2",
  );
  assertEquals(error.failure, "hash");
});

for (
  const [name, bytes, message] of [
    [
      "a file without an end record",
      noise(5000, 9),
      "end record not found in the last 5000 bytes",
    ],
    [
      "a wheel without the libraries",
      makeZip([{ name: "a.txt", body: noise(10, 1) }]),
      "Cannot unpack x.whl: tensorflow/libtensorflow_framework.so.2 not found",
    ],
  ] as const
) {
  Deno.test(`extractWheel() refuses ${name}`, async () => {
    await assertRejects(
      () => extract(bytes, { ...made.wheel, sha256: sha256(bytes) }),
      LibraryError,
      message,
    );
  });
}
