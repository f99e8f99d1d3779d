/** Module of each built-in augmentation, which exports it as `augmentation`. The table loads none of them. */
export const AUGMENTATION_MODULES = {
  crop: import.meta.resolve("./crop.ts"),
  flip: import.meta.resolve("./flip.ts"),
  cutout: import.meta.resolve("./cutout.ts"),
  jitter: import.meta.resolve("./jitter.ts"),
} as const;

/** Name of a built-in augmentation. */
export type AugmentationName = keyof typeof AUGMENTATION_MODULES;

/** Names of the built-in augmentations. */
export const AUGMENTATION_NAMES = Object.keys(
  AUGMENTATION_MODULES,
) as AugmentationName[];

/** Modules that keep the place of a published augmentation that is turned off, which draw its numbers alone. */
export const KEPT_PLACES = {
  uncropped: import.meta.resolve("./uncropped.ts"),
  unmirrored: import.meta.resolve("./unmirrored.ts"),
} as const;
