/** Stages of this program, as `use:` names them. */
export const BUILT_IN_STAGES = [
  "benchmark",
  "count",
  "derive",
  "derive_text",
  "discretise",
  "download",
  "evaluate",
  "evaluate_text",
  "genotype",
  "genotype_text",
  "hessian",
  "landscape",
  "nasbench",
  "nasbench201",
  "onnx",
  "project",
  "report",
  "retrain",
  "retrain_text",
  "search",
  "search_text",
  "select",
  "split",
  "text",
  "torch",
  "validate",
] as const;

/** Name of a stage of this program. */
export type BuiltInStage = typeof BUILT_IN_STAGES[number];

/**
 * Address of a stage of this program, for `callStage()`.
 *
 * @example Draw a random genotype
 * ```ts
 * import { builtInStage, callStage, parseGenotype } from "sdarts";
 * import { assertEquals } from "@std/assert";
 *
 * const folder = await Deno.makeTempDir();
 * const made = await callStage(builtInStage("genotype"), {
 *   params: { random: { space: "s3", seed: 0 } },
 *   folder,
 * });
 * const text = await Deno.readTextFile(made["genotype"]!);
 * assertEquals(parseGenotype(JSON.parse(text)).normal.length, 8);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export function builtInStage(name: BuiltInStage): URL {
  return new URL(`../${name}/stage.ts`, import.meta.url);
}
