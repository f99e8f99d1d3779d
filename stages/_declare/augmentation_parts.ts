import { AUGMENTATIONS } from "../../datasets/augmentations/built_in_augmentations.ts";

/** Modules of the random changes that parameters turn on, for `parts` of a declaration. */
export function augmentationParts({ cutout, jitter = false }: {
  /** Side of the cutout hole in pixels; 0 for none. */
  readonly cutout: number;
  readonly jitter?: boolean;
}): Record<string, string> {
  const role = (name: keyof typeof AUGMENTATIONS) => ({
    [`augmentation/${name}`]: AUGMENTATIONS[name],
  });
  return {
    ...(cutout > 0 ? role("cutout") : {}),
    ...(jitter ? role("jitter") : {}),
  };
}
