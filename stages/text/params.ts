import { z } from "zod";
import { UNKNOWN_POLICIES } from "../../datasets/text/corpus.ts";
import { digestParam } from "../_declare/download_params.ts";

const tokens = (part: string) =>
  z.int().positive().optional().describe(
    `first tokens of ${part}.txt to take; default: all`,
  );

export const textParams = z.strictObject({
  folder: z.string().regex(/^\//, "Expected an absolute path").describe(
    "folder of your own text with train.txt, valid.txt and test.txt: words separated by white space, in UTF-8",
  ),
  listing: digestParam.optional().describe(
    "digest of the names and contents of these files, which `accept` writes",
  ),
  unknown: z.enum(UNKNOWN_POLICIES).default("add").describe(
    "words that train.txt lacks: add them to the vocabulary as published, or replace them by <unk>",
  ),
  train: tokens("train"),
  valid: tokens("valid"),
  test: tokens("test"),
});

export type TextParams = z.infer<typeof textParams>;
