import type { ForeseeFacts } from "../../pipeline/stage.ts";
import type { TextFacts } from "../_declare/facts.ts";
import type { TextParams } from "./params.ts";

/** Tokens and words of the training part of the Penn Treebank. */
const PENN = { train: 929_589, words: 10_000 };

/** Tells the size of the text, which estimates take to be the Penn Treebank. */
export const facts: ForeseeFacts<TextParams> = ({ train = PENN.train }) => {
  const text: TextFacts = { train, words: Math.min(PENN.words, train) };
  return { outputs: { text } };
};
