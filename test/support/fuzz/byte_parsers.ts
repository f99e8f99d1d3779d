// Parsers of bytes.
import sharp from "sharp";
import { gzipSync } from "node:zlib";
import { packTar } from "modern-tar";
import { openDataset } from "../../../datasets/prepared/open_dataset.ts";
import { bunzip2 } from "../../../datasets/archive/bunzip2.ts";
import { openArchive } from "../../../datasets/archive/open_archive.ts";
import { decodeImage } from "../../../datasets/formats/decode_image.ts";
import { decodePng } from "../../../datasets/formats/decode_png.ts";
import { openMat } from "../../../datasets/formats/mat5.ts";
import { readPickle } from "../../../datasets/formats/pickle.ts";
import {
  CIFAR10_RECORDS,
  recordImage,
  recordLabels,
} from "../../../datasets/formats/records.ts";
import { parseRecord } from "../../../datasets/nasbench101/parse_record.ts";
import { encodeTable, openTable } from "../../../datasets/nasbench101/table.ts";
import { readTfRecords } from "../../../datasets/nasbench101/tf_records.ts";
import {
  decodeSafetensors,
  encodeSafetensors,
} from "../../../engine/safetensors.ts";
import { chain, makeBenchmark } from "../data/make_benchmark.ts";
import { makeBzip2 } from "../data/make_bzip2.ts";
import { makeMat } from "../data/make_mat.ts";
import { encodePng } from "../data/make_records.ts";
import { makePickle, tuple } from "../data/make_pickle.ts";
import { makeZip } from "../data/make_zip.ts";
import type { FuzzedParser } from "./fuzz_parser.ts";

const text = new TextEncoder().encode("some text, again and again and again");

const MANIFEST = {
  name: "cifar10",
  classes: ["a", "b"],
  size: 4,
  channels: 3,
  layout: "square",
  mean: [0.5, 0.5, 0.5],
  std: [0.2, 0.2, 0.2],
  pad: 4,
  train: 6,
  test: 2,
  statement: "some",
};
const SPLIT = { weights: [0, 1, 2], alpha: [3, 4, 5] };

type Parsers = Readonly<Record<string, FuzzedParser>>;

/** A parser of files. */
const ofFile = (
  path: string,
  seeds: readonly Uint8Array[],
  parse: (path: string) => Promise<unknown> | unknown,
): FuzzedParser => ({
  seeds,
  parse: (bytes) => {
    Deno.writeFileSync(path, bytes);
    return parse(path);
  },
});

/** A file of a prepared data set. */
const ofDataset = (
  dataset: string,
  value: unknown,
  name: string,
): FuzzedParser => ({
  seeds: [new TextEncoder().encode(JSON.stringify(value))],
  parse: async (bytes) => {
    Deno.mkdirSync(dataset, { recursive: true });
    for (
      const [file, valid] of [["dataset.json", MANIFEST], [
        "split.json",
        SPLIT,
      ]] as const
    ) {
      Deno.writeTextFileSync(`${dataset}/${file}`, JSON.stringify(valid));
    }
    Deno.writeFileSync(`${dataset}/${name}`, bytes);
    try {
      using _ = await openDataset(dataset);
    } catch (error) {
      // The images are not there.
      if (!String(error).includes("train-0")) throw error;
    }
  },
});

/** Images, arrays and records. */
async function imageParsers(path: string): Promise<Parsers> {
  const mat = async (path: string) => {
    for (const array of await openMat(path)) {
      for await (const _ of array.chunks());
    }
  };
  const png = encodePng(Uint8Array.from({ length: 48 }, (_, i) => 5 * i), {
    width: 4,
    filters: [0, 1, 2, 3],
  });
  const jpeg = await sharp(Uint8Array.from({ length: 192 }, (_, i) => i), {
    raw: { width: 8, height: 8, channels: 3 },
  }).jpeg().toBuffer();
  const arrays = {
    X: { shape: [2, 2, 3, 2], data: new Uint8Array(24) },
    y: { shape: [2, 1], data: Uint8Array.of(1, 2) },
  };
  return {
    safetensors: {
      seeds: [encodeSafetensors({
        a: { dtype: "F32", shape: [2, 3], data: new Float32Array(6) },
        b: { dtype: "I32", shape: [], data: new Int32Array(1) },
      }, { format: "x" })],
      parse: (bytes) => decodeSafetensors(bytes, "x.safetensors"),
    },
    PNG: { seeds: [png], parse: (bytes) => decodePng(bytes, "x.png") },
    "PNG and JPEG": {
      seeds: [png, jpeg],
      parse: (bytes) => decodeImage(bytes, "x.jpg"),
    },
    mat5: ofFile(path, [
      makeMat(arrays),
      makeMat(arrays, { compressed: true }),
    ], mat),
    "CIFAR records": {
      seeds: [new Uint8Array(2 * 3073)],
      parse: (bytes) => {
        const labels = recordLabels(bytes, CIFAR10_RECORDS, "x.bin");
        const target = new Uint8Array(3072);
        labels.forEach((_, index) =>
          recordImage(bytes, index, { layout: CIFAR10_RECORDS, target })
        );
      },
    },
  };
}

async function archiveParsers(path: string): Promise<Parsers> {
  const archive = async (path: string) => {
    const archive = await openArchive(path);
    for await (const _ of archive.read([...archive.members.keys()]));
  };
  const tar = await packTar([
    { header: { name: "d/", size: 0, type: "directory" } },
    { header: { name: "d/a.txt", size: text.length }, body: text },
    { header: { name: `d/${"n".repeat(120)}`, size: 1 }, body: "x" },
  ]);
  return {
    zip: ofFile(path, [
      makeZip([{ name: "a/b.txt", body: text }, {
        name: "c",
        body: text,
        stored: true,
      }]),
      makeZip([{ name: "a", body: text }], { wide: true }),
    ], archive),
    tar: ofFile(path, [tar], archive),
    "tar.gz": ofFile(path, [gzipSync(tar)], archive),
  };
}

/** The files of NAS-Bench-201. */
function pickleParsers(): Parsers {
  const pickle = makePickle(
    new Map([["a", [tuple("b", 1), 2.5, { numpy: 0.5 }, new Set([3])]]]),
  );
  return {
    bzip2: {
      seeds: [makeBzip2(text), makeBzip2(new Uint8Array(2000))],
      parse: (bytes) => bunzip2(bytes, { most: 1 << 16, place: "x.bz2" }),
    },
    pickle: {
      seeds: [pickle],
      parse: (bytes) => readPickle(bytes, "x.pickle"),
    },
  };
}

/** NAS-Bench-101. */
async function tableParsers(path: string): Promise<Parsers> {
  const tfRecords = async (path: string) => {
    for await (const { data } of readTfRecords(path)) parseRecord(data, path);
  };
  const cell = chain("conv3x3-bn-relu");
  const records = makeBenchmark([{ cell, test: 0.9 }, { cell, test: 0.8 }]);
  return {
    tf_records: ofFile(path, [records], tfRecords),
    "NAS-Bench record": {
      seeds: await recordsOf(path, records),
      parse: (bytes) => parseRecord(bytes, "x"),
    },
    "NAS-Bench table": ofFile(path, [
      encodeTable([{
        hash: "0".repeat(32),
        testAccuracy: 0.9,
        validationAccuracy: 0.8,
        trainAccuracy: 1,
        trainingTime: 60,
        parameters: 1000,
        repeats: 3,
        epochs: 108,
      }]),
    ], (path) => {
      const table = openTable(path);
      table.query("0".repeat(32), 108);
    }),
  };
}

/** Parsers of bytes by name. @param folder For files. */
export async function byteParsers(folder: string): Promise<Parsers> {
  const path = `${folder}/bytes`;
  const dataset = `${folder}/dataset`;
  return {
    "dataset.json": ofDataset(dataset, MANIFEST, "dataset.json"),
    "split.json": ofDataset(dataset, SPLIT, "split.json"),
    ...await imageParsers(path),
    ...await archiveParsers(path),
    ...await tableParsers(path),
    ...pickleParsers(),
  };
}

async function recordsOf(
  path: string,
  bytes: Uint8Array,
): Promise<Uint8Array[]> {
  Deno.writeFileSync(path, bytes);
  const found: Uint8Array[] = [];
  for await (const { data } of readTfRecords(path)) found.push(data.slice());
  return found;
}
