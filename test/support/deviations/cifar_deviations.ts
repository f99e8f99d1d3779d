// Files of CIFAR that differ from the official ones.
import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { DATASETS } from "../../../datasets/catalogue/registry.ts";
import { downloadParams } from "../../../stages/download/params.ts";
import { run as download } from "../../../stages/download/run.ts";
import { testContext } from "../../../pipeline/stage_testing.ts";
import { tarGz } from "../data/fetched.ts";
import { cifar10Files, type Files, withSplit } from "../data/make_dataset.ts";
import { makeRecords } from "../data/make_records.ts";
import { noise, sha256 } from "../data/make_wheel.ts";
import { tempFolder } from "../temp_folder.ts";
import type { Deviation, DeviationTable } from "./deviation.ts";

const LABELS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
const batches = [1, 2, 3, 4, 5].map((seed) => makeRecords(LABELS, seed));
const usual = cifar10Files(batches, makeRecords(LABELS, 6));

/** Records of CIFAR-100, each with these labels. */
function fine(
  seed: number,
  labelsOf: (fine: number) => readonly [number, number] = (label) => [
    label % 20,
    label,
  ],
): Uint8Array {
  const bytes = noise(100 * 3074, seed);
  for (let at = 0; at < 100; at++) bytes.set(labelsOf(at), at * 3074);
  return bytes;
}

const usual100: Files = {
  "train.bin": fine(1),
  "test.bin": fine(2),
  "fine_label_names.txt": Array.from({ length: 100 }, (_, at) => `class${at}\n`)
    .join(""),
  "coarse_label_names.txt": "a\n",
};

type Name = "cifar10" | "cifar100";

/** Fetches an archive of the user's with the stage `download`, and gives what it wrote. */
async function fetchOwn(dataset: Name, files: Files): Promise<Files> {
  using folder = tempFolder();
  const { name } = DATASETS[dataset].files[0]!;
  const path = join(folder.path, name);
  const bytes = await tarGz(files);
  await Deno.writeFile(path, bytes);
  const output = join(folder.path, "files");
  const { context } = testContext(
    downloadParams.parse({
      dataset,
      files: { [name]: { url: `file://${path}`, sha256: sha256(bytes) } },
    }),
    {
      choices: DATASETS[dataset],
      outputs: { files: output },
      checkpoint: folder.path,
    },
  );
  await download(context);
  const found: Record<string, Uint8Array> = {};
  for await (const entry of Deno.readDir(output)) {
    found[entry.name] = await Deno.readFile(join(output, entry.name));
  }
  return found;
}

/** Puts an archive of the user's through `download` and `split`, and gives the description of the data set. */
async function prepare(dataset: Name, files: Files) {
  const fetched = await fetchOwn(dataset, files);
  const { "source.json": note, ...rest } = fetched;
  const found: {
    classes: string[];
    train: number;
    files: { passedOver: unknown };
  }[] = [];
  await withSplit(
    JSON.parse(new TextDecoder().decode(note as Uint8Array)),
    rest,
    {
      body: ({ dataset }) => {
        found.push(
          JSON.parse(Deno.readTextFileSync(join(dataset, "dataset.json"))),
        );
      },
    },
  );
  return found[0]!;
}

/** A row of archives that are refused with these messages. */
function refused(
  what: string,
  how: string,
  ...archives: (readonly [Name, Files, string])[]
): Deviation {
  return {
    what,
    happens: "refused",
    how,
    check: async () => {
      for (const [dataset, files, message] of archives) {
        const error = await assertRejects(
          () => prepare(dataset, files),
          RangeError,
          message,
        );
        assertEquals(error.message.includes("\n"), false);
      }
    },
  };
}

const without = (files: Files, name: string): Files =>
  Object.fromEntries(Object.entries(files).filter(([own]) => own !== name));
const renamed = (files: Files, change: (name: string) => string): Files =>
  Object.fromEntries(
    Object.entries(files).map(([name, bytes]) => [change(name), bytes]),
  );
const batch = (bytes: Uint8Array): Files => ({
  ...usual,
  "data_batch_3.bin": bytes,
});
const labelled = (label: number) =>
  makeRecords(LABELS.map((own, at) => at === 4 ? label : own), 3);

/** Deviations of CIFAR-10 and CIFAR-100 in their binary form. */
export const CIFAR_DEVIATIONS: DeviationTable = {
  heading: "CIFAR",
  rows: [
    {
      what: "batches of other sizes",
      happens: "taken",
      how: "any number of whole records",
      check: async () => {
        const more = makeRecords([...LABELS, ...LABELS], 8);
        assertEquals((await prepare("cifar10", batch(more))).train, 60);
      },
    },
    {
      what: "classes of one's own in `batches.meta.txt`",
      happens: "taken",
      how: "ten names; without the file they are those of CIFAR-10",
      check: async () => {
        const names = LABELS.map((at) => `own${at}`);
        const text = `${names.join("\r\n")}\r\n\r\n`;
        const own = await prepare("cifar10", {
          ...usual,
          "batches.meta.txt": text,
        });
        assertEquals(own.classes, names);
        assertEquals((await prepare("cifar10", usual)).classes[0], "airplane");
      },
    },
    {
      what: "further files in the archive",
      happens: "counted",
      how: "as files of other names",
      check: async () => {
        const { files } = await prepare("cifar10", {
          ...usual,
          "readme.html": "<html>",
          "data_batch_6.bin": makeRecords(LABELS, 9),
        });
        assertEquals(files.passedOver, { "files of other names": 2 });
      },
    },
    refused(
      "a file that is cut short or has further bytes",
      "a record has 3,073 bytes, or 3,074 in CIFAR-100",
      [
        "cifar10",
        batch(batches[2]!.slice(1)),
        "Expected a multiple of 3073 bytes but found 30729 in",
      ],
      [
        "cifar10",
        batch(Uint8Array.from([...batches[2]!, 0])),
        "but found 30731 in",
      ],
      [
        "cifar100",
        { ...usual100, "train.bin": batches[0]! },
        "Expected a multiple of 3074 bytes but found 30730 in",
      ],
    ),
    refused(
      "a missing batch",
      "the message names it",
      [
        "cifar10",
        without(usual, "data_batch_3.bin"),
        "data_batch_3.bin not found in",
      ],
    ),
    refused(
      "the version for Python or MATLAB",
      "take the binary one",
      [
        "cifar10",
        renamed(usual, (name) => `cifar-10-batches-py/${name.slice(0, -4)}`),
        "but data_batch_1: that is the version for Python, take the binary one",
      ],
      [
        "cifar100",
        renamed(usual100, (name) => name.replace(".bin", ".mat")),
        "train.bin, test.bin not found in",
      ],
    ),
    refused(
      "a label out of range",
      "the message has its record",
      [
        "cifar10",
        batch(labelled(10)),
        "Expected a label from 0 to 9 but found 10 at byte 12292 (record 4) of",
      ],
    ),
    refused(
      "coarse and fine labels exchanged",
      "the coarse one, from 0 to 19, comes first",
      [
        "cifar100",
        { ...usual100, "train.bin": fine(1, (label) => [label, label % 20]) },
        "Expected a coarse label from 0 to 19, before the fine one, but found 20 at byte 61480 (record 20) of",
      ],
    ),
    refused(
      "a class without an image",
      "the message names it",
      [
        "cifar10",
        cifar10Files(
          [1, 2, 3, 4, 5].map((seed) => makeRecords(LABELS.slice(0, 9), seed)),
          makeRecords(LABELS, 6),
        ),
        "No images of class truck (label 9) in",
      ],
      [
        "cifar100",
        { ...usual100, "test.bin": fine(2, (label) => [0, label % 20]) },
        "No images of class class20 (label 20) in",
      ],
    ),
    refused(
      "a batch twice, or the test images as a batch",
      "images would count twice, or a network would be tested on what it was trained on",
      [
        "cifar10",
        batch(batches[1]!),
        "data_batch_3.bin but found those of data_batch_2.bin",
      ],
      [
        "cifar10",
        batch(usual["test_batch.bin"] as Uint8Array),
        "test_batch.bin but found those of data_batch_3.bin",
      ],
      [
        "cifar100",
        { ...usual100, "test.bin": fine(1) },
        "test.bin but found those of train.bin",
      ],
    ),
    refused(
      "other than a hundred different fine names",
      "also those of the coarse classes in their place",
      [
        "cifar100",
        { ...usual100, "fine_label_names.txt": "a\nb\n" },
        "Expected 100 different class names but found 2 in",
      ],
    ),
  ],
};
