/** Kinds of files that are passed over. */
export const PASSED = {
  hidden: "hidden files",
  metadata: "files of file managers and programs",
  outside: "files outside of train/ and val/",
  format: "files of other formats",
  classes: "images of classes that are not taken",
  names: "files of other names",
  annotations: "lines of val_annotations.txt without an image",
  arrays: "arrays beside X and y",
} as const;

/** What file managers, systems and programs leave in folders, in lower case. */
const METADATA: ReadonlySet<string> = new Set([
  "__macosx",
  "icon\r",
  "thumbs.db",
  "ehthumbs.db",
  "desktop.ini",
  "$recycle.bin",
  "system volume information",
  "recycler",
  "lost+found",
  // network storage of Synology and QNAP
  "@eadir",
  "@recycle",
  "#recycle",
  "#snapshot",
  "@tmp",
  "@__thumb",
  "__pycache__",
]);

/**
 * Kind of a file or folder that is never an image or a class, whatever lies in it: one whose name, or that of a folder
 * above it, starts with a dot or is one that programs write.
 *
 * @example
 * ```ts
 * import { unwanted } from "./unwanted.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(unwanted(["train", ".ipynb_checkpoints", "a.png"]), "hidden files");
 * assertEquals(unwanted(["train", "cat", "a.png"]), undefined);
 * ```
 */
export function unwanted(steps: readonly string[]): string | undefined {
  if (steps.some((step) => step.startsWith("."))) return PASSED.hidden;
  if (steps.some((step) => METADATA.has(step.toLowerCase()))) {
    return PASSED.metadata;
  }
  return undefined;
}
