/** Modules of the random changes that a parameter turns on, by its name, of which none is loaded. */
export const AUGMENTATIONS = {
  cutout: import.meta.resolve("./cutout.ts"),
  jitter: import.meta.resolve("./jitter.ts"),
} as const;
