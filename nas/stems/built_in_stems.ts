import { stem as cifar } from "./cifar.ts";
import { stem as imagenet } from "./imagenet.ts";
import type { Stem } from "./stem.ts";
import type { StemName } from "./stem_modules.ts";

/** Every built-in stem by name: for tests and estimates; a stage loads the one that it needs. */
export const BUILT_IN_STEMS: Readonly<Record<StemName, Stem>> = {
  cifar,
  imagenet,
};
