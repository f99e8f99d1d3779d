import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { classFolders } from "../../test/support/data/image_fixture.ts";
import { openImageArchives } from "./image_archive.ts";
import { packFolder } from "./pack_folder.ts";
import { tempFolder } from "../../test/support/temp_folder.ts";

const FILES = classFolders(["b", "a", "c"], { train: 2, width: 6, height: 4 });

Deno.test("packFolder() asks for the listing and packs images in the order of their paths", async () => {
  using folder = tempFolder();
  using output = tempFolder();
  const pack = (listing?: string, classes?: string[]) =>
    packFolder({
      folder: folder.path,
      ...(listing === undefined ? {} : { listing }),
      ...(classes === undefined ? {} : { classes }),
    }, { output: output.path, scratch: output.path, report: () => {} });
  const put = async (name: string, bytes: Uint8Array | string) => {
    await Deno.mkdir(join(folder.path, name, ".."), { recursive: true });
    await Deno.writeFile(
      join(folder.path, name),
      typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes,
    );
  };
  await assertRejects(
    () => pack(),
    RangeError,
    "No images in train/<class>/ and val/<class>/ of",
  );
  for (const [name, bytes] of Object.entries(FILES)) {
    await put(name.replace("set/", ""), bytes);
  }
  await put("train/a/notes.txt", "not an image");
  await put("other/a/x.png", "not of this data set");
  const listingOf = async (classes?: string[]) => {
    const error = await assertRejects(
      () => pack(undefined, classes),
      RangeError,
      "Expected listing: with the digest of the images but found",
    );
    return /found ([0-9a-f]{64})/.exec((error as Error).message)![1]!;
  };
  const listing = await listingOf();
  await pack(listing);
  const { train } = await openImageArchives([join(output.path, "images.tar")], {
    count: 3,
    firstOnly: false,
  });
  assertEquals(train.names, [
    "train/a/a_0.png",
    "train/a/a_1.png",
    "train/b/b_0.png",
    "train/b/b_1.png",
    "train/c/c_0.png",
    "train/c/c_1.png",
  ]);
  const archive = await Deno.readFile(join(output.path, "images.tar"));
  await Deno.remove(join(output.path, "images.tar"));
  // What an ended process leaves: the first files, and half of another one.
  const half = join(output.path, `${listing.slice(0, 16)}.tar`);
  await Deno.writeFile(half, archive.subarray(0, 2 * 1024 + 700));
  await pack(listing);
  assertEquals(await Deno.readFile(join(output.path, "images.tar")), archive);
  // another image of the same name and size
  const image = join(folder.path, "train/a/a_0.png");
  const bytes = await Deno.readFile(image);
  await Deno.writeFile(image, bytes.with(-1, bytes.at(-1)! ^ 1));
  await Deno.remove(join(output.path, "images.tar"));
  await assertRejects(() => pack(listing), RangeError, "Expected listing: ");
  assertEquals(await Array.fromAsync(Deno.readDir(output.path)), []);
  await Deno.writeFile(image, bytes);
  const part = await listingOf(["a", "b"]);
  await assertRejects(
    () => pack(listing, ["b", "a"]),
    RangeError,
    `but found ${part} (6 images)`,
  );
  await Deno.symlink(join(folder.path, "other"), join(folder.path, "train/d"));
  await assertRejects(
    () => pack(listing),
    RangeError,
    "found a symbolic link at",
  );
});
