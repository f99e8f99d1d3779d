import { fileNames } from "../../pipeline/base/read_files.ts";
import { assertEquals } from "@std/assert";
import { fillCache } from "../support/pipeline/fill_cache.ts";
import { writeScaleProject } from "../support/pipeline/scale_project.ts";
import { findProject } from "../../pipeline/execution/plan/project.ts";
import { planHere } from "../support/plan_here.ts";
import { ROOT } from "../support/root.ts";
import { tempFolder } from "../support/temp_folder.ts";

const STAGES = 256;

/** Plans and gives the reason of each instance that is not in the cache. */
async function misses(
  folder: string,
  options: { readonly cache?: string } = {},
): Promise<Record<string, string>> {
  const instances = await planHere(folder, { file: "dag.yaml", ...options });
  assertEquals(instances.length, STAGES);
  return Object.fromEntries(
    instances.filter(({ state }) => state !== "cached")
      .map(({ instance, reasons }) => [instance, reasons.join("; ")]),
  );
}

/** Changes a file without a trace in its times and, where the texts are of one length, its size. */
function edit(path: string, change: (text: string) => string): () => void {
  const { atime, mtime } = Deno.statSync(path);
  const before = Deno.readTextFileSync(path);
  const after = change(before);
  assertEquals(after === before, false, `no change in ${path}`);
  const write = (text: string) => {
    Deno.chmodSync(path, 0o644);
    Deno.writeTextFileSync(path, text);
    Deno.utimeSync(path, atime ?? 0, mtime ?? 0);
  };
  write(after);
  return () => write(before);
}

function waits(id: string, from: number): Record<string, string> {
  return Object.fromEntries(
    [1, 2, 3].filter((level) => level > from)
      .map((
        level,
      ) => [`${id}_level${level}`, `waits for ${id}_level${level - 1}`]),
  );
}

Deno.test("nothing that is remembered hides a change", async (t) => {
  using folder = tempFolder();
  writeScaleProject(folder.path, { form: "explicit", stages: STAGES });
  const project = findProject({ program: ROOT, project: folder.path });
  await fillCache(`${folder.path}/dag.yaml`, project);
  const cache = `${folder.path}/.sdarts`;
  const only = (path: string) => {
    const names = fileNames(path);
    assertEquals(names.length, 1);
    return `${path}/${names[0]}`;
  };
  const recordOf = (instance: string) => {
    const { key } = JSON.parse(
      Deno.readTextFileSync(`${cache}/instances/dag/${instance}.json`),
    ) as { key: string };
    return `${cache}/ac/${key}.json`;
  };
  const blobOf = (instance: string) => {
    const { outputs } = JSON.parse(
      Deno.readTextFileSync(recordOf(instance)),
    ) as { outputs: { text: { sha256: string } } };
    const { sha256 } = outputs.text;
    return {
      sha256,
      path: `${cache}/cas/sha256/${sha256.slice(0, 2)}/${sha256}`,
    };
  };
  const whole = async () => assertEquals(await misses(folder.path), {});
  await whole();

  await t.step("a value of the pipeline file, of the same length", async () => {
    const undo = edit(
      `${folder.path}/dag.yaml`,
      (text) => text.replace("value: 10 }", "value: -1 }"),
    );
    assertEquals(await misses(folder.path), {
      chain10_level0: "params: value 10 -> -1",
      ...waits("chain10", 0),
    });
    undo();
    await whole();
  });

  await t.step("the tree of an older pipeline file", async () => {
    const memory = only(`${cache}/parsed`);
    const old = Deno.readTextFileSync(memory);
    const undo = edit(
      `${folder.path}/dag.yaml`,
      (text) => text.replace("value: 11 }", "value: -2 }"),
    );
    const expected = await misses(folder.path);
    assertEquals(Object.keys(expected).length, 4);
    Deno.writeTextFileSync(memory, old);
    assertEquals(await misses(folder.path), expected);
    undo();
    await whole();
  });

  await t.step("a module that stages share, of the same length", async () => {
    const undo = edit(
      `${folder.path}/lib/line.ts`,
      (text) => text.replace("\\n`", "\\t`"),
    );
    const found = await misses(folder.path);
    assertEquals(Object.keys(found).length, STAGES);
    assertEquals(found["chain0_level0"], "code: lib/line.ts changed");
    undo();
    await whole();
  });

  await t.step("emitted modules that are gone or damaged", async () => {
    const names = fileNames(`${cache}/emit`);
    for (const [index, name] of names.entries()) {
      if (index % 2 === 0) Deno.removeSync(`${cache}/emit/${name}`);
      else Deno.writeTextFileSync(`${cache}/emit/${name}`, "{");
    }
    await whole();
  });

  await t.step("a blob that is gone, or longer", async () => {
    const { sha256, path } = blobOf("chain50_level3");
    const undo = edit(path, (text) => `${text} `);
    const damaged = Object.values(await misses(folder.path));
    assertEquals(new Set(damaged).has(`blob sha256:${sha256} damaged`), true);
    undo();
    await whole();
    Deno.renameSync(path, `${path}.away`);
    const missing = Object.values(await misses(folder.path));
    assertEquals(new Set(missing).has(`blob sha256:${sha256} missing`), true);
    Deno.renameSync(`${path}.away`, path);
    await whole();
  });

  await t.step("a record that is gone, cut, or another's", async () => {
    const path = recordOf("chain60_level3");
    const other = Deno.readTextFileSync(recordOf("chain61_level3"));
    for (const text of ["", "{}", other]) {
      const undo = edit(path, () => text);
      assertEquals(await misses(folder.path), {
        chain60_level3: "action record damaged",
      });
      undo();
    }
    Deno.renameSync(path, `${path}.away`);
    assertEquals(await misses(folder.path), {
      chain60_level3: "action record missing",
    });
    Deno.renameSync(`${path}.away`, path);
    await whole();
  });

  await t.step("another cache folder", async () => {
    const found = await misses(folder.path, { cache: `${folder.path}/other` });
    assertEquals(Object.keys(found).length, STAGES);
    assertEquals(found["chain0_level0"], "never run");
  });
});
