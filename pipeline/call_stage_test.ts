import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { z } from "zod";
import { tempFolder } from "../test/support/temp_folder.ts";
import { callStage } from "./call_stage.ts";
import { offeredModules } from "./offered_modules.ts";
import { defineStage, type Progress } from "./stage.ts";

/** Copies its input after a number of steps, which it counts in its checkpoint folder. */
const steps = defineStage({
  name: "steps",
  description: "counts steps",
  params: z.strictObject({ steps: z.int().min(1).default(3) }),
  inputs: {
    from: { kind: "text" },
    more: { kind: "text", optional: true },
    all: { kind: "text", many: true, optional: true },
  },
  outputs: {
    text: { kind: "text", path: "deep/text.txt" },
    folder: { kind: "folder", path: "folder" },
  },
  toolchain: {
    name: "none",
    identify: () => Promise.resolve({}),
    prepare: () =>
      Promise.resolve({ env: { SDARTS_CALLED: "1" }, read: [], ffi: [] }),
  },
  run: async (context) => {
    const { params, signal, checkpoint } = context;
    const saved = join(checkpoint, "done");
    let done = Number(await Deno.readTextFile(saved).catch(() => "0"));
    context.log(`from ${done}`);
    await Deno.mkdir(context.output("folder"));
    for (; done < params.steps; done++) {
      context.progress({ done, total: params.steps, unit: "step" });
      await Deno.writeTextFile(saved, `${done}`);
      await new Promise((resolve) => setTimeout(resolve, 0));
      signal.throwIfAborted();
    }
    context.progress({ done, total: params.steps, unit: "step" });
    await Deno.writeTextFile(
      context.output("text"),
      await Deno.readTextFile(context.input("from")) +
        context.members("all").length + context.has("more"),
    );
  },
});

/** A folder with an input. */
function withInput() {
  const folder = tempFolder();
  const from = join(folder.path, "from.txt");
  Deno.writeTextFileSync(from, "text ");
  return { folder, from, out: join(folder.path, "out") };
}

const namesOf = (path: string) =>
  [...Deno.readDirSync(path)].map(({ name }) => name).sort();

Deno.test("callStage() gives outputs, progress and log, and leaves nothing else", async () => {
  const { folder, from, out } = withInput();
  using _ = folder;
  const seen: Progress[] = [];
  const lines: string[] = [];
  const made = await callStage(steps, {
    inputs: { from },
    members: { all: [{ path: from, point: {} }] },
    folder: out,
    onProgress: (progress) => seen.push(progress),
    onLog: (line) => lines.push(line),
  });
  assertEquals(made, {
    text: join(out, "deep/text.txt"),
    folder: join(out, "folder"),
  });
  assertEquals(Deno.readTextFileSync(made["text"]!), "text 1false");
  assertEquals(namesOf(out), ["deep", "folder"]);
  assertEquals(seen.at(-1), { done: 3, total: 3, unit: "step" });
  assertEquals(lines, ["from 0"]);
  assertEquals(Deno.env.get("SDARTS_CALLED"), "1");
  Deno.env.delete("SDARTS_CALLED");
  await assertRejects(
    () => callStage(steps, { inputs: { from }, folder: out }),
    TypeError,
    `Expected a folder without outputs but found ${made["text"]}`,
  );
});

Deno.test("callStage() works again in the folder of one that was killed, whatever it was moving", async () => {
  const { folder, from, out } = withInput();
  using _ = folder;
  const { rename } = Deno;
  // As if the process were killed: nothing on the disk changes from the last rename on.
  for (let last = 1; last <= 3; last++) {
    let renames = 0;
    Deno.rename = async (...paths) => {
      if (++renames < last) return await rename(...paths);
      await new Promise((_, reject) => reject(new Error("killed")));
    };
    const { removeSync } = Deno;
    Deno.removeSync = (path, options) => {
      if (renames < last) removeSync(path, options);
    };
    try {
      const call = () => callStage(steps, { inputs: { from }, folder: out });
      await assertRejects(call, Error, "killed");
    } finally {
      Object.assign(Deno, { rename, removeSync });
    }
    await callStage(steps, { inputs: { from }, folder: out });
    assertEquals(namesOf(out), ["deep", "folder"], `rename ${last}`);
    Deno.removeSync(out, { recursive: true });
  }
});

Deno.test("an aborted callStage() throws the reason, leaves no output, and continues from its checkpoint", async () => {
  const { folder, from, out } = withInput();
  using _ = folder;
  const abort = new AbortController();
  const checkpoint = join(folder.path, "state");
  const call = { inputs: { from }, folder: out, checkpoint };
  const reason = new Error("enough");
  const error = await assertRejects(() =>
    callStage(steps, {
      ...call,
      params: { steps: 1000 },
      signal: abort.signal,
      onProgress: () => setTimeout(() => abort.abort(reason), 5),
    })
  );
  assertEquals(error, reason);
  assertEquals(namesOf(out), []);
  const reached = Deno.readTextFileSync(join(checkpoint, "done"));
  const lines: string[] = [];
  await callStage(steps, { ...call, onLog: (line) => lines.push(line) });
  assertEquals(lines, [`from ${reached}`]);
  assertEquals(namesOf(folder.path), ["from.txt", "out"]);
});

for (
  const [name, call, message] of [
    ["parameter", { params: { steps: 0 } }, "in params.steps of steps"],
    ["input", { inputs: { form: "x" } }, "(from, more, all) but found form"],
    ["lack of an input", { inputs: {} }, "Expected the input from of steps"],
  ] as const
) {
  Deno.test(`callStage() names a wrong ${name}`, async () => {
    const { folder, from, out } = withInput();
    using _ = folder;
    await assertRejects(
      () => callStage(steps, { inputs: { from }, folder: out, ...call }),
      TypeError,
      message,
    );
  });
}

Deno.test("callStage() gives a stage the module that a parameter names, and names a wrong one", async () => {
  const noisy = defineStage({
    name: "noisy",
    description: "writes the value of its noise",
    params: z.strictObject({ noise: z.string() }),
    inputs: {},
    outputs: { text: { kind: "text", path: "text.txt" } },
    parts: ({ noise }) => ({ noise }),
    partShape: () => ({ export: "noise", check: () => undefined }),
    run: async ({ params, output, part }) => {
      const { noise } = await part<{ noise: { value: number } }>("noise");
      const text = `${params.noise} ${noise.value}`;
      await Deno.writeTextFile(output("text"), text);
    },
  });
  using folder = tempFolder();
  const path = join(folder.path, "gaussian.ts");
  Deno.writeTextFileSync(
    path,
    'export const noise = { name: "gaussian", value: 3 };\n',
  );
  const call = (noise: string) =>
    callStage(noisy, {
      params: { noise },
      folder: join(folder.path, "out"),
    });
  await assertRejects(
    () => call(`${path}x`),
    TypeError,
    `${path}x, which does not exist in params of noisy`,
  );
  const made = await call(path);
  assertEquals(Deno.readTextFileSync(made["text"]!), "gaussian 3");
});

Deno.test("callStage() gives a stage the modules that the maker of its input offers, and names a missing one", async () => {
  using folder = tempFolder();
  const path = join(folder.path, "loud.ts");
  Deno.writeTextFileSync(path, 'export const voice = { name: "loud" };\n');
  const fetch = defineStage({
    name: "fetch",
    description: "offers a voice",
    params: z.strictObject({ voice: z.string() }),
    inputs: {},
    outputs: {},
    offers: ({ voice }) => ({ voice }),
    partShape: () => ({ export: "voice", check: () => undefined }),
    run: () => Promise.resolve(),
  });
  const read = defineStage({
    name: "read",
    description: "writes the name of a voice",
    params: z.strictObject({}),
    inputs: { text: { kind: "text" } },
    outputs: { text: { kind: "text", path: "text.txt" } },
    takes: { voice: "text" },
    run: async ({ output, part }) => {
      const { voice } = await part<{ voice: { name: string } }>("voice");
      await Deno.writeTextFile(output("text"), voice.name);
    },
  });
  const call = { inputs: { text: path }, folder: join(folder.path, "out") };
  await assertRejects(
    () => callStage(read, call),
    TypeError,
    "Expected the module of the voice of text in takes of read but found none",
  );
  const takes = await offeredModules(fetch, { voice: path });
  const made = await callStage(read, { ...call, takes });
  assertEquals(Deno.readTextFileSync(made["text"]!), "loud");
});

Deno.test("callStage() lets stages with native software wait for each other", async () => {
  const { folder, from, out } = withInput();
  using _ = folder;
  const seen: string[] = [];
  await Promise.all(["a", "b"].map((name) =>
    callStage(steps, {
      inputs: { from },
      folder: `${out}/${name}`,
      onProgress: ({ done }) => seen.push(`${name}${done}`),
    })
  ));
  assertEquals(seen, ["a0", "a3", "b0", "b3"]);
  Deno.env.delete("SDARTS_CALLED");
});
