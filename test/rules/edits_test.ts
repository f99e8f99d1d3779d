// What an edit of the code makes run again: only the stages whose results it can change.
import { assert, assertEquals } from "@std/assert";
import { join, relative } from "node:path";
import { codeReader } from "../../pipeline/cache/key/code_digest.ts";
import { readImportMap } from "../../pipeline/cache/key/resolve_specifier.ts";
import { ROOT } from "../support/root.ts";
import { tempFolder } from "../support/temp_folder.ts";

const ROOMS = ["common", "engine", "nas", "datasets", "stages", "pipeline"];
/** Stages of every kind; all of them would take three times as long. */
const STAGES = ["derive", "genotype", "report", "retrain", "search", "split"];

/** Copies the code of the rooms, without tests. */
function copyCode(to: string): void {
  const copy = (folder: string) => {
    Deno.mkdirSync(join(to, folder));
    for (const { name, isDirectory } of Deno.readDirSync(join(ROOT, folder))) {
      const path = join(folder, name);
      if (isDirectory) copy(path);
      else if (!name.endsWith("_test.ts")) {
        Deno.copyFileSync(join(ROOT, path), join(to, path));
      }
    }
  };
  for (const room of ROOMS) copy(room);
}

/** Digests of the code of all stages of a copy. */
async function digests(folder: string): Promise<Record<string, string>> {
  const entries = STAGES.map((name) => join(folder, "stages", name, "run.ts"));
  const code = codeReader({
    nameOf: (path) => relative(folder, path),
    roots: [folder],
    imports: readImportMap(join(ROOT, "deno.json")),
    lock: {},
    entries,
    emit: join(folder, "emit"),
  });
  return Object.fromEntries(
    await Promise.all(
      entries.map(async (entry, index) =>
        [STAGES[index]!, (await code(entry)).digest] as const
      ),
    ),
  );
}

type Edit = readonly [path: string, from: string, to: string];

/** Edits, each with the stages that they make run again. */
const EDITS: Readonly<Record<string, readonly [Edit, readonly string[]]>> = {
  "a space is added": [
    [
      "nas/space/edge_space.ts",
      "const UNIFORM = {",
      "const UNIFORM = {\n  s5: [SKIP, DIL5],",
    ],
    [],
  ],
  "a method is added": [
    [
      "nas/search/method.ts",
      "export const COMPOSITIONS = {",
      'export const COMPOSITIONS = {\n  "sdarts-es": { perturbation: "random", regulariser: "early-stop" },',
    ],
    ["report"],
  ],
  "a published genotype is added": [
    ["nas/genotype/published.ts", "const", 'export const other = "x";\nconst'],
    [],
  ],
  "the attack changes": [
    ["nas/search/attack_programs.ts", "tf.sign(", "tf.neg("],
    ["search"],
  ],
  "the augmentation changes": [
    ["datasets/pixels/augment.ts", "0.5", "0.6"],
    ["retrain", "search"],
  ],
  "an operation changes": [
    ["nas/operations/dilated_convolution.ts", "dilation: 2", "dilation: 1"],
    ["retrain", "search"],
  ],
  "a parameter of search is described in other words": [
    ["stages/search/params.ts", '"search method"', '"method of the search"'],
    [],
  ],
  "search asks for more memory": [
    ["stages/search/stage.ts", "700 +", "800 +"],
    [],
  ],
  "a message of the installer is reworded": [
    ["engine/install/ensure.ts", "Expected", "Wanted"],
    [],
  ],
  "the doctor is reworded": [[
    "engine/doctor.ts",
    "await diagnose",
    "await (0, diagnose)",
  ], []],
  "the page has another style": [
    ["pipeline/interface/ui/style.ts", "margin", "padding"],
    [],
  ],
  "a type changes": [
    ["nas/search/composition.ts", '| "none"\n', '| "none"\n  | "other"\n'],
    [],
  ],
  "a comment changes": [
    ["nas/search/perturb.ts", "/**", "/** Edited. */\n/**"],
    [],
  ],
  "an export that nothing uses is added": [
    ["nas/layers/normalisation.ts", "", "\nexport const unused = () => 1;\n"],
    [],
  ],
  "the style of the report changes": [
    ["stages/report/html/style.ts", "margin", "padding"],
    ["report"],
  ],
};

Deno.test("an edit makes only those stages run again whose results it can change", async (t) => {
  using folder = tempFolder();
  const { path } = folder;
  copyCode(path);
  Deno.mkdirSync(join(path, "emit"));
  const before = await digests(path);
  const changed = async () => {
    const after = await digests(path);
    return STAGES.filter((name) => after[name] !== before[name]);
  };
  for (const [name, [[file, from, to], stages]] of Object.entries(EDITS)) {
    await t.step(name, async () => {
      const at = join(path, file);
      const text = Deno.readTextFileSync(at);
      assert(text.includes(from), `${from} not found in ${file}`);
      Deno.writeTextFileSync(
        at,
        from === "" ? `${text}${to}` : text.replaceAll(from, () => to),
      );
      const found = await changed();
      Deno.writeTextFileSync(at, text);
      assertEquals(found, stages);
    });
  }
});
