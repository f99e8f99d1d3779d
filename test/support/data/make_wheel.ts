import { createHash } from "node:crypto";
import { crc32, deflateRawSync } from "node:zlib";
import type { PinnedWheel } from "../../../engine/library/pinned.ts";

/** SHA-256 as lower-case hex. */
export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Bytes that do not compress well and depend on the seed. */
export function noise(length: number, seed: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let state = seed >>> 0;
  for (let at = 0; at < length; at++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[at] = state >>> 24;
  }
  return bytes;
}

/** Writes a zip file; members are deflated unless `stored`. */
export function makeZip(
  members: Readonly<Record<string, Uint8Array>>,
  stored = false,
): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder();
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const [name, bytes] of Object.entries(members)) {
    const label = text.encode(name);
    const packed = stored ? bytes : new Uint8Array(deflateRawSync(bytes));
    const common = new DataView(new ArrayBuffer(26));
    common.setUint16(0, 20, true);
    common.setUint16(4, stored ? 0 : 8, true);
    common.setUint32(10, crc32(bytes), true);
    common.setUint32(14, packed.length, true);
    common.setUint32(18, bytes.length, true);
    common.setUint16(22, label.length, true);
    const fields = new Uint8Array(common.buffer);
    parts.push(Uint8Array.of(0x50, 0x4b, 3, 4), fields, label, packed);
    const entry = new DataView(new ArrayBuffer(46));
    entry.setUint32(0, 0x02014b50, true);
    entry.setUint16(4, 20, true);
    new Uint8Array(entry.buffer).set(fields, 6);
    entry.setUint32(42, offset, true);
    directory.push(new Uint8Array(entry.buffer), label);
    offset += 30 + label.length + packed.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(8, directory.length / 2, true);
  end.setUint16(10, directory.length / 2, true);
  end.setUint32(12, size, true);
  end.setUint32(16, offset, true);
  const all = [...parts, ...directory, new Uint8Array(end.buffer)];
  const out = new Uint8Array(all.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of all) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** A small wheel with two libraries of noise, and what is pinned of it. */
export function makeWheel(): {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly wheel: PinnedWheel;
} {
  const library = noise(300_000, 1);
  const framework = noise(50_000, 2);
  const bytes = makeZip({
    "tensorflow/__init__.py": new TextEncoder().encode("raise SystemExit\n"),
    "tensorflow/libtensorflow_cc.so.2": library,
    "tensorflow/libtensorflow_framework.so.2": framework,
  });
  return {
    bytes,
    wheel: {
      project: "tensorflow-cpu",
      version: "9.9.9",
      platform: "manylinux_2_27_x86_64",
      variant: "cpu",
      folder: "9.9.9-cpu",
      size: bytes.length,
      sha256: sha256(bytes),
      library: {
        member: "tensorflow/libtensorflow_cc.so.2",
        size: library.length,
        sha256: sha256(library),
      },
      framework: {
        member: "tensorflow/libtensorflow_framework.so.2",
        size: framework.length,
        sha256: sha256(framework),
      },
    },
  };
}
