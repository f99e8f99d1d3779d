// Archives as other programs write them.
import { assertEquals } from "@std/assert";
import { crc32, gzipSync } from "node:zlib";
import { packTar } from "modern-tar";
import { tarOf } from "../data/image_fixture.ts";
import { makeZip, type ZipFile } from "../data/make_zip.ts";
import type { Deviation, DeviationTable } from "./deviation.ts";
import {
  IMAGE,
  isRefused,
  NOTHING,
  openPacked,
  PETS,
  PETS_FOUND,
} from "./image_sets.ts";

const text = (content: string) => new TextEncoder().encode(content);
const joined = (...parts: readonly Uint8Array[]) =>
  new Uint8Array(parts.flatMap((part) => [...part]));
const gzip = (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes));

const tar = await tarOf(PETS);
const zipped = (change: Partial<ZipFile> = {}): ZipFile[] =>
  Object.entries(PETS).map(([name, body]) => ({ name, body, ...change }));

/** A header and its content in V7's form, which others extend. */
function tarMember(
  name: Uint8Array,
  body: Uint8Array,
  type = "\0",
): Uint8Array {
  const member = new Uint8Array(512 + Math.ceil(body.length / 512) * 512);
  member.set(name.subarray(0, 100));
  member.set(text("0000644\0"), 100);
  member.set(text(`${body.length.toString(8).padStart(11, "0")}\0`), 124);
  member.set(text(`        ${type}`), 148);
  const sum = member.subarray(0, 512).reduce((a, b) => a + b, 0);
  member.set(text(`${sum.toString(8).padStart(6, "0")}\0 `), 148);
  member.set(body, 512);
  return member;
}

const members = () =>
  Object.entries(PETS).map(([name, body]) => tarMember(text(name), body));
const END = new Uint8Array(1024);

/** Extra field of a zip with the name in UTF-8. */
function unicodePath(raw: Uint8Array, name: string): Uint8Array {
  const utf8 = text(name);
  const field = new DataView(new ArrayBuffer(9));
  field.setUint16(0, 0x7075, true);
  field.setUint16(2, 5 + utf8.length, true);
  field.setUint8(4, 1);
  field.setUint32(5, crc32(raw), true);
  return joined(new Uint8Array(field.buffer), utf8);
}

/** Names of two classes in GBK, which another decoder would make one name. */
const GBK = [[0xb9, 0xb7], [0xc4, 0xf1]].flatMap((name) =>
  ["train/", "val/"].map((part) =>
    joined(text(part), Uint8Array.from(name), text("/0.png"))
  )
);

async function arePets(...archives: readonly Uint8Array[]): Promise<void> {
  for (const [at, bytes] of archives.entries()) {
    assertEquals(await openPacked(bytes), PETS_FOUND, `archive ${at}`);
  }
}

const TAKEN: readonly Deviation[] = [{
  what: "gzip of several members, and zeros behind them",
  happens: "taken",
  how: "all members are read, as RFC 1952 says",
  check: () =>
    arePets(
      joined(gzip(tar.subarray(0, 700)), gzip(tar.subarray(700))),
      joined(
        ...[0, 1, 2].map((at) => gzip(tar.subarray(999 * at, 999 * at + 999))),
        gzip(NOTHING),
        gzip(tar.subarray(2997)),
      ),
      joined(gzip(tar), new Uint8Array(700)),
    ),
}, {
  what: "zeros or other bytes behind the end of a tar or zip",
  happens: "taken",
  how: "they are not looked at, unless they are a further tar",
  check: () =>
    arePets(
      joined(tar, new Uint8Array(10_000)),
      joined(tar, text("garbage".repeat(99))),
      gzip(joined(tar, text("garbage".repeat(99)))),
      joined(makeZip(zipped()), text("garbage")),
    ),
}, {
  what: "tars of V7, ustar, pax and GNU",
  happens: "taken",
  how:
    "with global headers, long names, labels and folders; a name may start with `./`",
  check: async () => {
    const named = joined(
      tarMember(text("pax_global_header"), text("16 comment=abcd\n"), "g"),
      tarMember(text("label"), NOTHING, "V"),
      tarMember(text("./"), NOTHING, "5"),
      tarMember(text("./train/"), NOTHING),
      tarMember(text("././@LongLink"), text("./train/cat/9.png\0"), "L"),
      tarMember(text("short"), IMAGE),
      ...members().slice(1),
      END,
    );
    const pax = await packTar(
      Object.entries(PETS).map(([name, body]) => ({
        header: {
          name: "x",
          size: body.length,
          pax: { path: name, comment: "é" },
        },
        body,
      })),
    );
    await arePets(
      joined(...members(), END),
      named,
      gzip(named),
      pax,
      gzip(pax),
    );
  },
}, {
  what: "zips with zip64 records, data descriptors, comments and extra fields",
  happens: "taken",
  how: "stored or deflated",
  check: () =>
    arePets(
      makeZip(zipped({ stored: true }), { wide: true }),
      makeZip(zipped({ described: true })),
      makeZip(zipped({ extra: Uint8Array.of(0x55, 0x54, 1, 0, 7) })),
      makeZip(zipped(), { comment: text("by hand") }),
      makeZip([
        { name: "./", body: NOTHING },
        { name: "train/", body: NOTHING },
        ...zipped({ mode: 0 }),
      ]),
    ),
}, {
  what: "a zip with a Unicode path field",
  happens: "taken",
  how: "by that name, unless the other one has been changed since",
  check: async () => {
    const found = await openPacked(makeZip([
      ...zipped(),
      ...GBK.slice(0, 2).map((raw, at) => ({
        name: "",
        rawName: raw,
        body: IMAGE,
        extra: unicodePath(raw, `${at === 0 ? "train" : "val"}/狗/0.png`),
      })),
    ]));
    assertEquals(found.val, { cat: 1, dog: 1, "狗": 1 });
  },
}, {
  what: "a zip whose names are UTF-8 but not marked so",
  happens: "taken",
  how: "as UTF-8, which the Finder of macOS writes so",
  check: async () => {
    const found = await openPacked(makeZip([
      ...zipped(),
      { name: "train/é/0.png", body: IMAGE },
      { name: "val/é/0.png", body: IMAGE },
    ]));
    assertEquals(found.val, { cat: 1, dog: 1, "é": 1 });
  },
}];

const REFUSED: readonly Deviation[] = [{
  what: "names that are no UTF-8",
  happens: "refused",
  how: "in a zip or a tar: no other encoding is guessed",
  check: async () => {
    const zip = makeZip(
      GBK.map((rawName) => ({ name: "", rawName, body: IMAGE })),
    );
    const old = joined(...GBK.map((name) => tarMember(name, IMAGE)), END);
    for (const bytes of [zip, old, gzip(old)]) {
      await isRefused(
        () => openPacked(bytes),
        "Expected names in UTF-8 but found",
      );
    }
  },
}, {
  what: "a name twice",
  happens: "refused",
  how: "also with and without `./`, and as a file and a folder",
  check: async () => {
    const twice = joined(
      ...members(),
      tarMember(text("./train/cat/0.png"), IMAGE),
      END,
    );
    for (
      const bytes of [twice, gzip(twice), makeZip([...zipped(), ...zipped()])]
    ) {
      await isRefused(
        () => openPacked(bytes),
        "Expected each file once but found",
      );
    }
  },
}, {
  what: "links, devices and sparse files",
  happens: "refused",
  how: "wherever they are",
  check: async () => {
    for (const type of ["1", "2", "3", "6", "S"]) {
      const bytes = joined(
        ...members(),
        tarMember(text("x"), NOTHING, type),
        END,
      );
      await isRefused(
        () => openPacked(bytes),
        "Expected files and folders but found a",
      );
      await isRefused(
        () => openPacked(gzip(bytes)),
        "Expected files and folders but found a",
      );
    }
    const sparse = text("22 GNU.sparse.major=1\n");
    await isRefused(
      () =>
        openPacked(
          joined(tarMember(text("x"), sparse, "x"), ...members(), END),
        ),
      "GNU.sparse.major",
    );
    await isRefused(
      () => openPacked(makeZip(zipped({ mode: 0o120777 }))),
      "a symbolic link",
    );
  },
}, {
  what: "encrypted files, and other methods than store and deflate",
  happens: "refused",
  how: "pack the archive again",
  check: async () => {
    await isRefused(
      () => openPacked(makeZip(zipped({ flags: 1 }))),
      "an encrypted one",
    );
    await isRefused(
      () => openPacked(joined(text("BZh91AY"), NOTHING)),
      "Expected a tar, tar.gz or zip archive but found a bzip2 file",
    );
  },
}, {
  what: "a second tar behind the first",
  happens: "refused",
  how: "its files would be lost",
  check: async () => {
    for (const bytes of [joined(tar, tar), joined(gzip(tar), gzip(tar))]) {
      await isRefused(
        () => openPacked(bytes),
        "Expected one tar archive but found another behind its end mark",
      );
    }
  },
}, {
  what: "other bytes than zeros behind gzip",
  happens: "refused",
  how: "they could be a damaged member",
  check: () =>
    isRefused(
      () => openPacked(joined(gzip(tar), text("garbage"))),
      "Expected a further gzip member or zeros behind the last one",
    ),
}, {
  what: "an archive that is cut off",
  happens: "refused",
  how: "also between two members or without its end mark",
  check: async () => {
    const packed = gzip(tar);
    for (
      const bytes of [
        joined(...members()),
        gzip(joined(...members())),
        packed.subarray(0, -4),
        joined(packed, packed.subarray(0, 12)),
        makeZip(zipped()).subarray(0, -30),
      ]
    ) await isRefused(() => openPacked(bytes), " found");
  },
}];

/** Deviations of archives, whatever is in them. */
export const ARCHIVE_DEVIATIONS: DeviationTable = {
  heading: "Archives",
  rows: [...TAKEN, ...REFUSED],
};
