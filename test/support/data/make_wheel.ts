// Makes a Python wheel that looks like that of TensorFlow.
import { createHash } from "node:crypto";
import type { PinnedWheel } from "../../../engine/library/pinned.ts";
import { makeZip } from "./make_zip.ts";

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

/** A small wheel with two libraries of noise, and what is pinned of it. */
export function makeWheel(): {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly wheel: PinnedWheel;
} {
  const library = noise(300_000, 1);
  const framework = noise(50_000, 2);
  const bytes = makeZip([
    {
      name: "tensorflow/__init__.py",
      body: new TextEncoder().encode("raise SystemExit\n"),
    },
    { name: "tensorflow/libtensorflow_cc.so.2", body: library },
    { name: "tensorflow/libtensorflow_framework.so.2", body: framework },
  ]);
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
