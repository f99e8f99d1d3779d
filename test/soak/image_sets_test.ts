// Image sets that Python's standard library writes and reads, through the stages download and split. Ignored where
// there is no python3.
import { assert, assertEquals } from "@std/assert";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { DATASETS } from "../../datasets/catalogue/registry.ts";
import { DATASET_MODULES } from "../../datasets/readers/built_in.ts";
import { run as download } from "../../stages/download/run.ts";
import downloadStage from "../../stages/download/stage.ts";
import { run as split } from "../../stages/split/run.ts";
import splitStage from "../../stages/split/stage.ts";
import { testContext } from "../../pipeline/stage_testing.ts";
import { IMAGE } from "../support/deviations/image_sets.ts";
import {
  countPaths,
  type RandomSet,
  randomSet,
} from "../support/deviations/random_set.ts";
import { hasPython, PYTHON } from "../support/python.ts";
import { ROOT } from "../support/root.ts";
import { soakSeed } from "../support/soak_seed.ts";
import { tempFolder } from "../support/temp_folder.ts";

const COUNT = 3000;

/** Where Python wrote a set, and the files that it sees there. */
interface Seen {
  readonly path: string;
  readonly paths: readonly string[];
}

async function writeByPython(
  folder: string,
  sets: readonly RandomSet[],
): Promise<Seen[]> {
  const python = new Deno.Command(PYTHON, {
    args: [
      join(ROOT, "test/support/deviations/write_sets.py"),
      folder,
      btoa(String.fromCharCode(...IMAGE)),
    ],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const lines = sets.map((set) => JSON.stringify(set)).join("\n");
  const writer = python.stdin.getWriter();
  const written = writer.write(new TextEncoder().encode(lines))
    .then(() => writer.close());
  const { success, stdout } = await python.output();
  await written;
  assert(success);
  return new TextDecoder().decode(stdout).trimEnd().split("\n")
    .map((line) => JSON.parse(line));
}

/** Runs the stages, and reads `dataset.json`. */
async function describe({ form, classes }: RandomSet, path: string) {
  using temp = tempFolder();
  const at = (name: string) => join(temp.path, name);
  const fetch = async (source: Record<string, unknown>) => {
    const { context } = testContext(
      downloadStage.params.parse({
        dataset: "image-folder",
        ...source,
        ...(classes === undefined ? {} : { classes }),
      }),
      {
        choices: DATASETS["image-folder"],
        outputs: { files: at("files") },
        checkpoint: temp.path,
      },
    );
    await download(context);
  };
  if (form === "folder") {
    const message = await fetch({ folder: path }).then(() => "", (error) => {
      if (!/^Expected listing/.test(error.message)) throw error;
      return String(error.message);
    });
    const [, listing] = / found ([0-9a-f]{64})/.exec(message)!;
    await fetch({ folder: path, listing });
  } else {
    const sha256 = createHash("sha256").update(await Deno.readFile(path))
      .digest("hex");
    await fetch({ files: { set: { url: pathToFileURL(path).href, sha256 } } });
  }
  const outputs = { dataset: at("dataset"), test: at("test"), ids: at("ids") };
  const { context } = testContext(splitStage.params.parse({ size: 4 }), {
    inputs: { files: at("files") },
    parts: { dataset: DATASET_MODULES["image-folder"] },
    outputs,
    checkpoint: temp.path,
  });
  await split(context);
  const { classes: names, files } = JSON.parse(
    await Deno.readTextFile(join(outputs.dataset, "dataset.json")),
  );
  const counts = (part: "train" | "test") =>
    Object.fromEntries(
      names.map((name: string, label: number) => [name, files[part][label]]),
    );
  return { names, train: counts("train"), val: counts("test") };
}

Deno.test({
  name:
    `${COUNT} random folders and archives are to dataset.json what Python sees in them, or are refused`,
  ignore: !hasPython(),
  fn: async () => {
    const first = soakSeed();
    const refused = new Map<string, number>();
    for (let from = first; from < first + COUNT; from += 100) {
      using folder = tempFolder();
      const sets = Array.from({ length: 100 }, (_, at) => randomSet(from + at));
      const seen = await writeByPython(folder.path, sets);
      for (const [at, set] of sets.entries()) {
        const { path, paths } = seen[at]!;
        const place = `seed ${set.seed}, ${set.form}`;
        try {
          const { names, train, val } = await describe(set, path);
          const wanted = countPaths(paths, set);
          assertEquals({ train, val }, wanted, place);
          assertEquals(names, Object.keys(wanted.train).sort(), place);
        } catch (error) {
          const known = error instanceof RangeError ||
            error instanceof SyntaxError;
          if (!known || set.plain) throw new Error(place, { cause: error });
          assertEquals(error.message.split("\n").length, 1, place);
          const kind = error.message.split(" ").slice(0, 4).join(" ");
          refused.set(kind, (refused.get(kind) ?? 0) + 1);
        }
      }
    }
    console.log(Object.fromEntries(refused));
    const sum = [...refused.values()].reduce((a, b) => a + b, 0);
    assert(sum < 0.6 * COUNT, `${sum} were refused`);
  },
});
