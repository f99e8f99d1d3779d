// What importing `sdarts` costs a stage: no code in its key that it does not use.
import { assertEquals } from "@std/assert";
import { join, relative } from "node:path";
import { codeReader } from "../../pipeline/cache/key/code_digest.ts";
import { readImportMap } from "../../pipeline/cache/key/resolve_specifier.ts";
import { ROOT } from "../support/root.ts";
import { tempFolder } from "../support/temp_folder.ts";

const STAGE = (imports: string, body: string) =>
  `import { defineStage${imports} } from "sdarts";
import { z } from "zod";
export default defineStage({
  name: "own",
  description: "a stage outside the checkout",
  params: z.strictObject({}),
  inputs: {},
  outputs: { text: { kind: "text", path: "text.txt" } },
  run: ({ output }) => Deno.writeTextFile(output("text"), ${body}),
});
`;

Deno.test("the key of a stage that imports sdarts holds what it uses of it, and nothing else", async () => {
  using folder = tempFolder();
  const reached = async (name: string, text: string) => {
    const path = join(folder.path, `${name}.ts`);
    Deno.writeTextFileSync(path, text);
    const { modules } = await codeReader({
      nameOf: (path) =>
        path.startsWith(`${ROOT}/`) ? relative(ROOT, path) : name,
      roots: [folder.path, ROOT],
      imports: readImportMap(join(ROOT, "deno.json")),
      lock: {},
      emit: join(folder.path, "emit"),
    })(path);
    return Object.keys(modules).filter((module) => !module.startsWith("npm:"));
  };
  assertEquals(await reached("plain", STAGE("", '"x"')), [
    "pipeline/stage.ts",
    "plain",
  ]);
  const used = await reached(
    "used",
    STAGE(", searchSpace", 'searchSpace("s2").name'),
  );
  assertEquals(
    used.filter((module) => module.startsWith("nas/")),
    ["nas/space/edge_space.ts"],
  );
  assertEquals(
    await reached(
      "gaussian",
      `import { clipRowsTensor, type Perturbation } from "sdarts/parts";
export const perturbation: Perturbation = {
  name: "gaussian",
  prepare: () => ({ mixtures }) => ({ mixtures: mixtures.map(clipRowsTensor) }),
};
`,
    ),
    ["gaussian", "nas/perturbations/clip_rows.ts"],
  );
});
