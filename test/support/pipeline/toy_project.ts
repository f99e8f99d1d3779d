// A project of toy stages in a temporary folder, and its command line.
import { dirname } from "node:path";
import { COMMAND_LINE } from "../root.ts";
import { commandHere, type Ended } from "../command_here.ts";
import { shareEmitted } from "./warm_cache.ts";
import { exists } from "../../../pipeline/base/read_files.ts";
import { removeIfThere } from "../../../pipeline/base/write_atomic.ts";

/** A temporary project with toy stages, for tests of the whole command line. */
export interface ToyProject extends AsyncDisposable {
  readonly folder: string;
  /** Writes a file below the folder. */
  write(path: string, text: string): void;
  /** Reads a file below the folder. */
  read(path: string): string;
  /** Runs a command to its end, in this process unless that matters: with variables, or after a change of a module. */
  run(...args: string[]): Promise<Ended>;
  /** Starts a command. */
  start(...args: string[]): Deno.ChildProcess;
  /** Starts a command with more variables, and a module that is loaded before the program. */
  launch(
    args: string[],
    options: { env?: Record<string, string>; preload?: string },
  ): Deno.ChildProcess;
  /** Names of instances that ran successfully so far, by the journal. */
  ran(): string[];
  /** Empties the journal. */
  forget(): void;
}

const STAGE_URL = import.meta.resolve("../../../pipeline/stage.ts");

const HEAD = `import { z } from "zod";\nimport { defineStage } from ${
  JSON.stringify(STAGE_URL)
};\n`;

/** `number`: writes a value; `square`: squares a number; `total`: adds numbers; `count`: counts slowly with checkpoints. */
export const TOY_STAGES: Readonly<Record<string, string>> = {
  number: `${HEAD}import { text } from "../../lib/text.ts";
export default defineStage({
  name: "number",
  description: "writes a number",
  params: z.strictObject({
    value: z.number(),
    method: z.enum(["darts", "sdarts-rs", "sdarts-adv"]).default("darts"),
    fail: z.boolean().default(false),
  }),
  inputs: {},
  outputs: { number: { kind: "number", path: "number.json" } },
  permissions: { env: ["TOY"] },
  run: async ({ params, output }) => {
    await Deno.writeTextFile(output("number"), text(params.value));
    if (params.fail) throw new Error("Expected luck but found none");
  },
});
`,
  square: `${HEAD}export default defineStage({
  name: "square",
  description: "squares a number; even and odd alike",
  params: z.strictObject({}),
  inputs: { number: { kind: "number" } },
  outputs: { number: { kind: "number", path: "square.json" } },
  run: async ({ input, output }) => {
    const value = JSON.parse(await Deno.readTextFile(input("number")));
    await Deno.writeTextFile(output("number"), JSON.stringify(value * value));
  },
});
`,
  total: `${HEAD}export default defineStage({
  name: "total",
  description: "adds numbers",
  params: z.strictObject({}),
  inputs: { numbers: { kind: "number", many: true }, note: { kind: "note", optional: true } },
  outputs: { total: { kind: "total", path: "total.txt", show: true } },
  run: async ({ members, output }) => {
    let total = 0;
    for (const { path } of members("numbers")) total += JSON.parse(await Deno.readTextFile(path));
    await Deno.writeTextFile(output("total"), \`total \${total}\\n\`);
  },
});
`,
  count: `${HEAD}export default defineStage({
  name: "count",
  description: "counts slowly, with a checkpoint at each step",
  params: z.strictObject({ steps: z.int(), milliseconds: z.number().default(20) }),
  inputs: {},
  outputs: { count: { kind: "count", path: "count.txt" }, folder: { kind: "folder", path: "folder" } },
  run: async ({ params, output, checkpoint, log, progress, signal }) => {
    const saved = checkpoint + "/count.txt";
    let text = await Deno.readTextFile(saved).catch(() => "");
    if (text !== "") log("resumed at " + text.length);
    await Deno.mkdir(output("folder"));
    await Deno.writeTextFile(output("folder") + "/part", "partial");
    await Deno.writeTextFile(output("count"), "partial");
    while (text.length < params.steps) {
      signal.throwIfAborted();
      await new Promise((resolve) => setTimeout(resolve, params.milliseconds));
      text += "x";
      await Deno.writeTextFile(saved + ".new", text);
      await Deno.rename(saved + ".new", saved);
      progress({ done: text.length, total: params.steps, unit: "step" });
    }
    await Deno.writeTextFile(output("count"), text + "\\n");
    await Deno.writeTextFile(output("folder") + "/part", "whole");
  },
});
`,
};

/**
 * Makes a toy project; it is removed at the end of the scope.
 *
 * @param pipeline Text of `a.yaml`.
 * @param variables Environment variables that its commands have in addition.
 */
export function toyProject(
  pipeline: string,
  variables: Readonly<Record<string, string>> = {},
): ToyProject {
  const folder = Deno.realPathSync(Deno.makeTempDirSync({ prefix: "toy_" }));
  let changed = false;
  const write = (path: string, text: string) => {
    // What stages call at work, in lib/, is read by their own processes.
    changed ||= path.endsWith(".ts") && !path.startsWith("lib/") &&
      exists(`${folder}/${path}`);
    Deno.mkdirSync(dirname(`${folder}/${path}`), { recursive: true });
    Deno.writeTextFileSync(`${folder}/${path}`, text);
  };
  const read = (path: string) => Deno.readTextFileSync(`${folder}/${path}`);
  write(
    "lib/text.ts",
    "export function text(value: number): string {\n  return JSON.stringify(value);\n}\n",
  );
  for (const [name, code] of Object.entries(TOY_STAGES)) {
    write(`stages/${name}/stage.ts`, code);
  }
  write("a.yaml", pipeline);
  shareEmitted(`${folder}/.sdarts`);
  const command = (
    args: string[],
    { env, preload }: Parameters<ToyProject["launch"]>[1] = {},
  ) =>
    new Deno.Command(Deno.execPath(), {
      args: [
        ...(preload === undefined
          ? COMMAND_LINE
          : COMMAND_LINE.toSpliced(-1, 0, "--preload", preload)),
        ...args,
        "--project",
        folder,
      ],
      cwd: folder,
      env: { NO_COLOR: "1", ...variables, ...env },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    });
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return {
    folder,
    write,
    read,
    run: async (...args) => {
      if (!changed && Object.keys(variables).length === 0) {
        return await commandHere(args, folder);
      }
      const { code, stdout, stderr } = await command(args).output();
      return { code, out: decode(stdout), err: decode(stderr) };
    },
    start: (...args) => command(args).spawn(),
    launch: (args, options) => command(args, options).spawn(),
    ran: () => {
      try {
        return read(".sdarts/journal.jsonl").trim().split("\n")
          .map((line) =>
            JSON.parse(line) as { instance: string; status: string }
          )
          .filter(({ status }) => status === "done")
          .map(({ instance }) => instance)
          .sort();
      } catch {
        return [];
      }
    },
    forget: () => removeIfThere(`${folder}/.sdarts/journal.jsonl`),
    // Also where a stage has left a read-only folder.
    [Symbol.asyncDispose]: () => Promise.resolve(removeIfThere(folder)),
  };
}
