import { assertEquals, assertRejects } from "@std/assert";
import {
  fetched,
  OFFICIAL_FILES as OFFICIAL,
  RECORD_FILES as FILES,
  tarGz,
} from "../../test/support/data/fetched.ts";
import { makeRecords } from "../../test/support/data/make_records.ts";
import { noise, sha256 } from "../../test/support/data/make_wheel.ts";
import type { PublishedFile } from "../catalogue/spec.ts";
import { fetchPublished } from "./fetch_published.ts";

const inFolder = (files: Record<string, Uint8Array>) =>
  Object.fromEntries(
    Object.entries(files).map((
      [name, bytes],
    ) => [`cifar-10-batches-bin/${name}`, bytes]),
  );

function archive(bytes: Uint8Array, url: string): PublishedFile {
  return {
    name: "cifar-10-binary.tar.gz",
    url,
    size: bytes.length,
    digest: { algorithm: "sha256", hex: sha256(bytes) },
    members: OFFICIAL,
  };
}

Deno.test("fetchPublished() unpacks the official files", async () => {
  const bytes = await tarGz({
    ...inFolder(FILES),
    "cifar-10-batches-bin/readme.html": "<html>",
  });
  assertEquals(
    await fetched(
      bytes,
      (url, context) => fetchPublished(archive(bytes, url), context),
    ),
    FILES,
  );
});

Deno.test("fetchPublished() refuses a file with other bytes, and a missing one", async () => {
  const other = await tarGz(
    inFolder({ ...FILES, "data_batch_2.bin": makeRecords([9, 8], 7) }),
  );
  await assertRejects(
    () =>
      fetched(
        other,
        (url, context) => fetchPublished(archive(other, url), context),
      ),
    RangeError,
    `Expected 6146 bytes with sha256 ${OFFICIAL[1]!.sha256}`,
  );
  const { "test_batch.bin": _, ...rest } = FILES;
  const fewer = await tarGz(inFolder(rest));
  await assertRejects(
    () =>
      fetched(
        fewer,
        (url, context) => fetchPublished(archive(fewer, url), context),
      ),
    RangeError,
    "test_batch.bin not found in http",
  );
  const broken = noise(1000, 3);
  await assertRejects(
    () =>
      fetched(
        broken,
        (url, context) => fetchPublished(archive(broken, url), context),
      ),
    SyntaxError,
    "Expected a tar, tar.gz or zip archive but found bytes",
  );
});
