// Parts: modules that a stage's parameters choose. A key holds the code of the chosen ones, and no path.
import { assertEquals, assertStringIncludes } from "@std/assert";
import { join, relative } from "node:path";
import { fakeSlurm } from "../support/pipeline/fake_slurm.ts";
import { tempFolder } from "../support/temp_folder.ts";
import {
  type ToyProject,
  toyProject,
} from "../support/pipeline/toy_project.ts";

const STAGE = JSON.stringify(import.meta.resolve("../../pipeline/stage.ts"));

/** A stage that greets in a manner that is a part, which may name a second one, its mark. */
const GREET = `import { z } from "zod";
import { defineStage } from ${STAGE};
const MANNERS = {
  polite: import.meta.resolve("./polite.ts"),
  brief: import.meta.resolve("./brief.ts"),
};
const MARKS = { dot: import.meta.resolve("./dot.ts") };
export default defineStage({
  name: "greet",
  description: "greets",
  params: z.strictObject({ manner: z.string(), fail: z.boolean().default(false) }),
  inputs: {},
  outputs: { text: { kind: "text", path: "greeting.txt", show: true } },
  parts: ({ manner }, { manner: own }) => ({
    manner: MANNERS[manner] ?? manner,
    ...(own?.mark === undefined ? {} : { mark: MARKS[own.mark] ?? own.mark }),
  }),
  partShape: (role) => role === "manner"
    ? {
      export: "manner",
      check: ({ greet }) =>
        typeof greet === "function" ? undefined : \`a function greet but found \${typeof greet}\`,
    }
    : undefined,
  choices: (_, { manner }) => ({ loud: manner?.loud ?? false }),
  resources: (_, { manner }) => ({ memory: manner?.loud ? 256 : 128 }),
  module: import.meta.resolve("./run.ts"),
});
`;
const RUN =
  `export async function run({ params, part, choices, output, checkpoint, log }) {
  const { manner } = await part("manner");
  const saved = checkpoint + "/begun";
  const resumed = await Deno.readTextFile(saved).catch(() => undefined);
  if (resumed !== undefined) log("resumed " + resumed);
  await Deno.writeTextFile(saved, manner.name);
  if (params.fail && resumed === undefined) throw new Error("Expected luck but found none");
  const mark = manner.mark === undefined ? "" : (await part("mark")).mark;
  const text = manner.greet() + mark + (choices.loud ? "!" : "");
  await Deno.writeTextFile(output("text"), params.manner + ": " + text + "\\n");
}
`;
const part = (name: string, text: string, more = "") =>
  `export const manner = { name: "${name}", greet: () => "${text}"${more} };\n`;

function greetProject(
  manner: string,
  more = "",
  variables: Readonly<Record<string, string>> = {},
): ToyProject {
  const project = toyProject(pipeline(manner, more), variables);
  project.write("stages/greet/stage.ts", GREET);
  project.write("stages/greet/run.ts", RUN);
  project.write("stages/greet/polite.ts", part("polite", "good day"));
  project.write("stages/greet/brief.ts", part("brief", "hi"));
  project.write("stages/greet/dot.ts", 'export const mark = ".";\n');
  return project;
}

function pipeline(manner: string, more = ""): string {
  return `name: a
stages:
  greet: { use: greet, publish: true, with: { manner: ${manner}${more} } }
`;
}

/** Standard output of a command that ends well. */
async function out(project: ToyProject, ...args: string[]): Promise<string> {
  const { code, out, err } = await project.run(...args);
  assertEquals(code, 0, err);
  return out;
}

Deno.test("a stage runs again when its chosen part is edited, and not when another one is", async () => {
  await using project = greetProject("polite");
  assertStringIncludes(await out(project, "run", "a.yaml"), "polite: good day");
  project.write("stages/greet/brief.ts", part("brief", "hey"));
  assertStringIncludes(await out(project, "run", "a.yaml"), "cached 1");
  project.write(
    "stages/greet/polite.ts",
    `// edited\n${part("polite", "good day")}`,
  );
  assertStringIncludes(await out(project, "run", "a.yaml"), "cached 1");
  project.write("stages/greet/polite.ts", part("polite", "good evening"));
  assertStringIncludes(
    await out(project, "plan", "a.yaml"),
    "part: manner changed",
  );
  assertStringIncludes(
    await out(project, "explain", "greet", "a.yaml"),
    "because    part: manner changed",
  );
  assertStringIncludes(
    await out(project, "run", "a.yaml"),
    "polite: good evening",
  );
});

Deno.test("a user's module may lie anywhere: moved and renamed it is the same part, by its own name", async () => {
  using elsewhere = tempFolder();
  await using project = greetProject("./mine.ts");
  const text = part("grand", "your servant", ', loud: true, mark: "dot"');
  project.write("mine.ts", text);
  assertStringIncludes(
    await out(project, "run", "a.yaml"),
    "grand: your servant.!",
  );
  const explained = await out(
    ...[project, "explain", "greet", "a.yaml", "--all"] as const,
  );
  assertEquals(explained.includes("mine.ts"), false, explained);
  assertStringIncludes(explained, '"manner":"grand"');
  const path = join(elsewhere.path, "moved.ts");
  Deno.renameSync(join(project.folder, "mine.ts"), path);
  project.write("a.yaml", pipeline(relative(project.folder, path)));
  assertStringIncludes(await out(project, "run", "a.yaml"), "cached 1");
  // the built-in part that it names is one as well
  project.write("stages/greet/dot.ts", 'export const mark = ",";\n');
  assertStringIncludes(
    await out(project, "plan", "a.yaml"),
    "part: mark changed",
  );
  Deno.writeTextFileSync(path, text.replace("servant", "friend"));
  assertStringIncludes(
    await out(project, "run", "a.yaml"),
    "grand: your friend,!",
  );
});

Deno.test("a user's module reads a file that it names, which then counts, and imports others", async () => {
  using elsewhere = tempFolder();
  const write = (name: string, text: string) =>
    Deno.writeTextFileSync(join(elsewhere.path, name), text);
  write("end.ts", 'export const end = "?";\n');
  write("word.txt", "well");
  write(
    "mine.ts",
    `import { end } from "./end.ts";
const word = new URL("./word.txt", import.meta.url);
export const manner = { name: "read", greet: () => Deno.readTextFileSync(word) + end };
`,
  );
  await using project = greetProject("polite");
  project.write(
    "a.yaml",
    pipeline(relative(project.folder, join(elsewhere.path, "mine.ts"))),
  );
  assertStringIncludes(await out(project, "run", "a.yaml"), "read: well?");
  write("word.txt", "so");
  assertStringIncludes(await out(project, "run", "a.yaml"), "read: so?");
  write("end.ts", 'export const end = "!";\n');
  assertStringIncludes(await out(project, "run", "a.yaml"), "read: so!");
});

Deno.test("a job of a cluster has its user's module too", async () => {
  using slurm = fakeSlurm();
  await using project = greetProject("./mine.ts", "", slurm.variables);
  project.write("slurm.yaml", "poll: 0.3\nbeat: 0.5\npatience: 3\n");
  project.write("mine.ts", part("grand", "your servant", ', mark: "dot"'));
  assertStringIncludes(
    await out(project, "run", "a.yaml", "--executor", "slurm"),
    "grand: your servant.",
  );
  assertEquals(slurm.jobs().length, 1);
});

Deno.test("on an axis a user's module stands by its name, wherever it lies", async () => {
  await using project = greetProject("polite");
  const text = (path: string) =>
    `name: a\nmatrix: { m: [polite, ${path}] }\nstages:\n  greet: { use: greet, with: { manner: $m } }\n`;
  project.write("mine.ts", part("grand", "your servant"));
  project.write("a.yaml", text("./mine.ts"));
  await out(project, "run", "a.yaml");
  assertEquals(project.ran(), ["greet@grand", "greet@polite"]);
  project.write("own/mine.ts", part("grand", "your servant"));
  project.write("a.yaml", text("./own/mine.ts"));
  assertStringIncludes(await out(project, "run", "a.yaml"), "cached 2");
  assertStringIncludes(
    await out(project, "explain", "greet@grand", "a.yaml"),
    "nothing differs",
  );
  project.write("own/mine.ts", part("polite", "your servant"));
  const { code, err } = await project.run("plan", "a.yaml");
  assertEquals(code, 2, err);
  assertStringIncludes(
    err,
    "Expected instances with different names but found greet@polite twice: modules on an axis need names of their own",
  );
});

Deno.test("a stage with a user's part resumes from its checkpoint, but not from that of another part", async () => {
  await using project = greetProject("./mine.ts", ", fail: true");
  project.write("mine.ts", part("grand", "your servant"));
  assertEquals((await project.run("run", "a.yaml")).code, 1);
  project.write("mine.ts", part("grand", "your friend"));
  assertEquals((await project.run("run", "a.yaml")).code, 1);
  await out(project, "run", "a.yaml");
  assertStringIncludes(
    await out(project, "log", "greet"),
    "resumed grand",
  );
});

/** A stage that gets a text, and offers a voice in which the next one reads it. */
const FETCH = `import { z } from "zod";
import { defineStage } from ${STAGE};
const VOICES = { loud: import.meta.resolve("./loud.ts") };
export default defineStage({
  name: "fetch",
  description: "gets a text",
  params: z.strictObject({ voice: z.string() }),
  inputs: {},
  outputs: { text: { kind: "text", path: "text.txt" } },
  offers: ({ voice }) => ({ voice: VOICES[voice] ?? voice }),
  partShape: () => ({ export: "voice", check: () => undefined }),
  choices: (_, { voice }) => voice?.words ?? "words",
  module: import.meta.resolve("./run.ts"),
});
`;
const FETCH_RUN =
  `export const run = async ({ choices, output }) => await Deno.writeTextFile(output("text"), choices);
`;
const READ = `import { z } from "zod";
import { defineStage } from ${STAGE};
export default defineStage({
  name: "read",
  description: "reads a text",
  params: z.strictObject({}),
  inputs: { text: { kind: "text" } },
  outputs: { said: { kind: "text", path: "said.txt", show: true } },
  takes: { voice: "text" },
  run: async ({ part, input, output }) => {
    const { voice } = await part("voice");
    await Deno.writeTextFile(output("said"), voice.say(await Deno.readTextFile(input("text"))) + "\\n");
  },
});
`;

function readProject(voice: string): ToyProject {
  const project = toyProject(
    `name: a
stages:
  fetch: { use: fetch, with: { voice: ${voice} } }
  read: { use: read, needs: { text: fetch }, publish: true }
`,
  );
  project.write("stages/fetch/stage.ts", FETCH);
  project.write("stages/fetch/run.ts", FETCH_RUN);
  project.write("stages/fetch/loud.ts", voicePart("loud", "toUpperCase"));
  project.write("stages/read/stage.ts", READ);
  return project;
}
const voicePart = (name: string, method: string, more = "") =>
  `export const voice = { name: "${name}", say: (text) => text.${method}()${more} };\n`;

Deno.test("a stage takes the part that the maker of its input offers, and the maker does not run again with it", async () => {
  await using project = readProject("loud");
  assertStringIncludes(await out(project, "run", "a.yaml"), "WORDS");
  project.write("stages/fetch/loud.ts", voicePart("loud", "trim"));
  const plan = await out(project, "plan", "a.yaml");
  assertStringIncludes(plan, "part: voice changed");
  assertStringIncludes(plan, "run 1, wait 0, cached 1");
  project.forget();
  assertStringIncludes(await out(project, "run", "a.yaml"), "words");
  assertEquals(project.ran(), ["read"]);
});

Deno.test("a user's module is offered like a built-in one, and its maker runs again for what it takes of it alone", async () => {
  await using project = readProject("./mine.ts");
  project.write("mine.ts", voicePart("mine", "trim", ', words: "mine"'));
  assertStringIncludes(await out(project, "run", "a.yaml"), "mine");
  project.forget();
  project.write("mine.ts", voicePart("mine", "toUpperCase", ', words: "mine"'));
  assertStringIncludes(await out(project, "run", "a.yaml"), "MINE");
  assertEquals(project.ran(), ["read"]);
  project.forget();
  project.write("mine.ts", voicePart("mine", "toUpperCase", ', words: "me"'));
  assertStringIncludes(await out(project, "run", "a.yaml"), "ME");
  assertEquals(project.ran(), ["fetch", "read"]);
});

Deno.test("a stage that takes a part is refused where the maker of its input offers none", async () => {
  await using project = readProject("loud");
  project.write("stages/fetch/stage.ts", FETCH.replace("offers:", "offered:"));
  const { code, err } = await project.run("plan", "a.yaml");
  assertEquals(code, 2, err);
  assertStringIncludes(
    err,
    "a.yaml:4:37: Expected text of a stage that offers a voice but found that of fetch, which offers none",
  );
});

Deno.test("what is wrong with a user's module is said with the place of the parameter", async (t) => {
  await using project = greetProject("./mine.ts");
  const at = "a.yaml:3:55: ";
  const cases: Record<string, [module: string | undefined, line: string]> = {
    "no file": [
      undefined,
      "Expected manner to be the path of a module but found ./mine.ts, which does not exist",
    ],
    "no such export": [
      "export const a = 1, b = 2;",
      "Expected ./mine.ts to export manner but found a, b",
    ],
    "nothing exported": [
      "console.assert(true);",
      "Expected ./mine.ts to export manner but found no exports",
    ],
    "no object": [
      'export const manner = "polite";',
      'Expected `manner` of ./mine.ts to be an object but found "polite"',
    ],
    "no name": [
      "export const manner = { greet: () => 1 };",
      "Expected `manner` of ./mine.ts to have a name of letters, digits, _, . and - but found none",
    ],
    "another shape": [
      'export const manner = { name: "x", greet: 3 };',
      "Expected `manner` of ./mine.ts to have a function greet but found number",
    ],
    "an import that leads nowhere": [
      'import "./none.ts";\nexport const manner = {};',
      "Cannot load manner ./mine.ts: ",
    ],
    "an error while it is loaded": [
      'throw new Error("first\\nsecond");',
      "Cannot load manner ./mine.ts: first\n",
    ],
    "a part whose role takes no modules": [
      part("x", "y", ', mark: "./mark.ts"'),
      "a.yaml:3:17: greet takes no module as its mark",
    ],
  };
  for (const [name, [module, line]] of Object.entries(cases)) {
    await t.step(name, async () => {
      if (module !== undefined) project.write("mine.ts", module);
      const { code, err } = await project.run("plan", "a.yaml");
      assertEquals(code, 2, err);
      assertStringIncludes(err, line.startsWith("a.yaml") ? line : at + line);
      assertEquals(err.trim().split("\n").length, 1, err);
    });
  }
});
