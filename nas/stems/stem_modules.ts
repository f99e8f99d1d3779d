/** Module of each built-in stem, which exports it as `stem`. The table loads none of them. */
export const STEM_MODULES = {
  cifar: import.meta.resolve("./cifar.ts"),
  imagenet: import.meta.resolve("./imagenet.ts"),
} as const;

/** Name of a built-in stem. */
export type StemName = keyof typeof STEM_MODULES;

/** Names of the built-in stems. */
export const STEM_NAMES = Object.keys(STEM_MODULES) as StemName[];
