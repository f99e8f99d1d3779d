/**
 * The DAG engine: typed stages, a pipeline file, content-addressed results.
 *
 * This module exports what a stage needs; the command line is `deno task pipeline` (`main.ts`).
 *
 * **Pipeline file.** `name`, `matrix` (axes with values, `include`, `exclude`) and `stages`. A stage names its
 * declaration (`use:` a folder of `stages/`, or a path such as `./mine.ts`), its inputs (`needs: { input: stage }`,
 * `stage.output`, or `"stage[*]"` for an input that gathers), its parameters (`with:`, where `$axis` stands for the
 * value of an axis and `$$` for a dollar sign) and whether its outputs are copied to `results/<name>/`
 * (`publish: true`). A stage fans out only over the axes that it or its ancestors mention; an instance takes its
 * inputs from the instances with the same coordinates. An instance is called `search@darts,seed=0`: text values stand
 * alone, numbers and booleans follow their axis.
 *
 * **Keys.** An action key is the SHA-256 of canonical JSON (RFC 8785) of: stage, code that can run (without types,
 * comments, formatting and what nothing uses; npm packages by the integrity in deno.lock), parsed parameters and what
 * they choose, digests of input contents, declared environment, toolchain, Deno, operating system, architecture. It
 * contains no path, host, date or instance name. Inputs count by content, so a stage does not run again if its inputs
 * were computed again with the same result.
 *
 * **Cache.** `.sdarts/ac/<key>.json` names outputs, `.sdarts/cas/sha256/` holds their contents, read-only. Contents
 * are stored first and the record last, each by temporary file, fsync and rename, so a killed process leaves either a
 * complete result or none. A hit requires every content with its size; the hash of a content is checked when it is
 * given to a stage or published, and by `verify`.
 *
 * **Processes.** Each stage runs in a Deno process of its own that may read its inputs, write its outputs, its
 * checkpoint folder and a temporary folder, and has the permissions that it declares. The process leads a session of
 * its own, so that signals reach all processes that it starts. It ends when its standard input closes, that is when the
 * scheduler dies; a process that is too busy to notice holds a kernel lock, by which the next run finds and kills it.
 * The declaration of a stage (all but `run`) is loaded by the command line itself, with its rights: heavy or unsafe work
 * belongs behind a dynamic import in `run`.
 *
 * **Checkpoints.** `.sdarts/checkpoints/<key>/` belongs to one action key, survives SIGKILL and is deleted after
 * success. A stage writes there by rename only, so that it never finds a partial file after a kill.
 *
 * @example A stage that writes one file
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { z } from "zod";
 * import { defineStage } from "./stage.ts";
 *
 * const greet = defineStage({
 *   name: "greet",
 *   description: "writes a greeting",
 *   params: z.strictObject({ who: z.string() }),
 *   inputs: {},
 *   outputs: { text: { kind: "text", path: "greeting.txt" } },
 *   run: async ({ params, output }) => {
 *     await Deno.writeTextFile(output("text"), `hello ${params.who}\n`);
 *   },
 * });
 * assertEquals(greet.name, "greet");
 * ```
 *
 * @module
 */
export * from "./call_stage.ts";
export * from "./offered_modules.ts";
export * from "./stage.ts";
