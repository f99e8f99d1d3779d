// What lies outside of the cache and is named by a parameter: looked at by every command, accepted by one.
import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { sha256 } from "../../pipeline/base/digest.ts";
import {
  type CommandProject,
  commandProject,
} from "../support/pipeline/command_project.ts";

const STAGE = `import { z } from "zod";
import { defineStage } from ${
  JSON.stringify(import.meta.resolve("../../pipeline/stage.ts"))
};
export default defineStage({
  name: "pages",
  description: "copies pages",
  params: z.strictObject({
    folder: z.string().optional(),
    listing: z.string().optional(),
    known: z.string().optional(),
    file: z.strictObject({ path: z.string(), sha256: z.string() }).optional(),
  }),
  inputs: {},
  outputs: { text: { kind: "text", path: "text.txt" } },
  permissions: ({ folder, file, known }) => ({ read: [folder ?? known ?? file.path] }),
  outside: ({ folder, file, known }) => known !== undefined
    ? [{ path: known, digest: { algorithm: "md5", hex: "f97c5d29941bfb1b2fdab0874906ab82", module: "./mine.ts" } }]
    : folder === undefined
    ? [{ path: file.path, digest: ["file", "sha256"] }]
    : [{ path: folder, digest: ["listing"], list: import.meta.resolve("./list.ts") }],
  run: async ({ params: { folder, file, known }, output }) => {
    const path = folder === undefined ? known ?? file.path : folder + "/one.txt";
    await Deno.writeTextFile(output("text"), await Deno.readTextFile(path));
  },
});
`;
const LIST = `export const listOutside = async (folder) => {
  const files = [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
  if (files.includes("bad")) throw new RangeError("Expected pages but found bad");
  return { files, noun: "page", count: files.length };
};
`;

/** A project with the stage \`pages\` and a folder \`book\` with two pages. */
function pages(params: (folder: string) => string, head = ""): CommandProject {
  const made = commandProject("");
  made.write("stages/pages/stage.ts", STAGE);
  made.write("stages/pages/list.ts", LIST);
  made.write("book/one.txt", "one");
  made.write("book/two.txt", "two");
  made.write(
    "a.yaml",
    `name: case\n${head}stages:\n${params(made.folder)}`,
  );
  return made;
}

const block = (folder: string) =>
  `  text: # mine
    use: pages
    with:
      folder: ${folder}/book # where they lie
    publish: true
  other: { use: number, with: { value: 1 } }
`;

Deno.test("a folder that changed is not done: plan and run say what changed, accept writes its digest", async () => {
  await using made = pages(block);
  const first = await made.expect(1, "run", "a.yaml", "--keep-going");
  assertMatch(
    first,
    /Expected listing: with the digest of the pages but found [0-9a-f]{64} \(2 pages\)/,
  );
  assertMatch(
    first,
    /\nto accept listing: [0-9a-f]{64}: (?:sdarts|deno task pipeline) accept \S*a\.yaml text\n$/,
  );
  const written = await made.expect(0, "accept", "a.yaml", "text");
  assertMatch(written, /a\.yaml:7:7: listing of stage text: [0-9a-f]{64}\n/);
  const accepted = made.read("a.yaml");
  assertMatch(
    accepted,
    /book # where they lie\n {6}listing: [0-9a-f]{64}\n {4}publish: true\n/,
  );
  assertEquals(
    accepted.replace(/ {6}listing: .*\n/, ""),
    `name: case\nstages:\n${block(made.folder)}`,
  );
  await made.expect(0, "run", "a.yaml");
  assertStringIncludes(await made.expect(0, "run", "a.yaml"), "cached 2");

  made.write("book/one.txt", "uno");
  made.write("book/three.txt", "three");
  const reason =
    `the folder ${made.folder}/book changed: 1 page more, 1 changed (three.txt, one.txt)`;
  assertStringIncludes(
    await made.expect(0, "plan", "a.yaml"),
    `run    text   ${reason}`,
  );
  assertStringIncludes(await made.expect(0, "status", "a.yaml"), reason);
  assertStringIncludes(
    await made.expect(0, "explain", "text", "a.yaml"),
    `\nbecause    ${reason}\n`,
  );
  const changed = await made.expect(1, "run", "a.yaml");
  assertStringIncludes(changed, `${reason}. Expected listing: `);
  assertStringIncludes(changed, "cached 1, failed 1");
  assertStringIncludes(
    await made.expect(0, "accept", "a.yaml"),
    "in place of",
  );
  await made.expect(0, "run", "a.yaml");
  assertEquals(made.read("results/case/text.txt"), "uno");

  // What was is kept, and needs no second run.
  made.forget();
  made.write("book/one.txt", "one");
  Deno.removeSync(`${made.folder}/book/three.txt`);
  made.write("a.yaml", accepted);
  assertStringIncludes(
    await made.expect(0, "run", "a.yaml"),
    "ran 0, cached 2",
  );
  assertStringIncludes(
    await made.expect(0, "accept", "a.yaml"),
    "has the digests of all files: no change",
  );

  // Listings go with the results that name them, the youngest apart.
  const folder = `${made.folder}/.sdarts/outside/listings`;
  const listings = () => [...Deno.readDirSync(folder)].map(({ name }) => name);
  assertEquals(listings().length, 2);
  await made.expect(0, "gc", "--keep", "1", "--yes");
  assertEquals(listings().length, 2);
  for (const name of listings()) Deno.utimeSync(`${folder}/${name}`, 9, 9);
  await made.expect(0, "gc", "--keep", "1", "--yes");
  assertEquals(listings(), [
    `${/listing: (\w+)/.exec(accepted)![1]}.json`,
  ]);
});

Deno.test("a folder that is gone leaves its results, and one that cannot be used is named", async () => {
  await using made = pages(block);
  await made.expect(0, "accept", "a.yaml");
  await made.expect(0, "run", "a.yaml");
  made.write("book/bad", "");
  const message = "cannot be used: Expected pages but found bad";
  assertStringIncludes(await made.expect(0, "plan", "a.yaml"), message);
  assertStringIncludes(
    await made.expect(1, "run", "a.yaml"),
    "Expected pages but found bad",
  );
  assertStringIncludes(await made.expect(1, "accept", "a.yaml"), message);
  Deno.removeSync(`${made.folder}/book`, { recursive: true });
  assertStringIncludes(await made.expect(0, "run", "a.yaml"), "cached 2");
  assertStringIncludes(
    await made.expect(1, "accept", "a.yaml"),
    `Cannot accept listing of stage text: ${made.folder}/book not found`,
  );
  await made.expect(0, "accept", "a.yaml", "other");
});

Deno.test("the command that accepts a digest applies the profile of the run, which may name another folder", async () => {
  const profile = (folder: string) =>
    `profiles: { other: { stages: { text: { with: { folder: ${folder}/other } } } } }\n`;
  await using made = pages((folder) => block(folder) + profile(folder));
  made.write("other/one.txt", "other");
  const flags = ["--profile", "other"];
  assertMatch(
    await made.expect(1, "run", "a.yaml", ...flags),
    /\nto accept listing: \w+: (?:sdarts|deno task pipeline) accept \S*a\.yaml text --profile other\n$/,
  );
  await made.expect(0, "accept", "a.yaml", "text", ...flags);
  await made.expect(0, "run", "a.yaml", ...flags);
  assertEquals(made.read("results/case/text.txt"), "other");
});

Deno.test("a file of the user is looked at like a folder", async () => {
  const line = (folder: string) =>
    `  text: { use: pages, with: { file: { path: ${folder}/book/one.txt, sha256: "${
      sha256("one")
    }" } } }\n`;
  await using made = pages(line);
  await made.expect(0, "run", "a.yaml");
  assertStringIncludes(await made.expect(0, "run", "a.yaml"), "cached 1");
  made.write("book/one.txt", "uno");
  const file = `the file ${made.folder}/book/one.txt is not what sha256 says`;
  assertStringIncludes(await made.expect(0, "plan", "a.yaml"), file);
  assertStringIncludes(
    await made.expect(1, "run", "a.yaml"),
    `Expected sha256: ${sha256("one")} but found ${sha256("uno")} in`,
  );
  await made.expect(0, "accept", "a.yaml");
  assert(made.read("a.yaml").includes(`sha256: "${sha256("uno")}"`));
});

Deno.test("a file that a module names is looked at again, and the module is what has to change", async () => {
  await using made = pages((folder) =>
    `  text: { use: pages, with: { known: ${folder}/book/one.txt } }\n`
  );
  await made.expect(0, "run", "a.yaml");
  assertStringIncludes(await made.expect(0, "run", "a.yaml"), "cached 1");
  made.write("book/one.txt", "uno");
  const reason =
    `the file ${made.folder}/book/one.txt is not what ./mine.ts says`;
  assertStringIncludes(await made.expect(0, "plan", "a.yaml"), reason);
  const said = await made.expect(1, "run", "a.yaml");
  assertMatch(
    said,
    /Expected md5 f97c5d\w+ but found \w{32}: write it into \.\/mine\.ts/,
  );
  assertEquals(said.includes("to accept"), false);
});

Deno.test("the command that accepts a digest quotes a path with blanks", async () => {
  await using made = pages(block);
  made.write("my ideas/a.yaml", made.read("a.yaml"));
  assertStringIncludes(
    await made.expect(1, "run", "my ideas/a.yaml"),
    " accept 'my ideas/a.yaml' text",
  );
});

Deno.test("accept says where a digest stands that it does not change", async () => {
  const with_ = (text: string) => (folder: string) =>
    `  text: { use: pages, with: { folder: ${folder}/book, ${text} } }\n`;
  const cases: [string, string, string[], RegExp][] = [
    [
      "listing: $d",
      "matrix: { d: [x] }\n",
      [],
      /on the axis d of the matrix \(at a\.yaml:4:/,
    ],
    ["", "profiles: { p: { stages: { text: { with: { listing: x } } } } }\n", [
      "--profile",
      "p",
    ], /found it at a\.yaml:2:\d+: write [0-9a-f]{64} there/],
    [
      "",
      "",
      ["--set", "text.listing=x"],
      /found it in --set text\.listing=x: write/,
    ],
    [
      "",
      "overrides: [{ where: { n: 1 }, with: { text: { listing: x } } }]\nmatrix: { n: [1] }\n",
      [],
      /in an override of a\.yaml/,
    ],
    [
      "listing: &l x",
      "",
      [],
      /a\.yaml:3:\d+: Cannot change listing of stage text: it stands in the anchor l/,
    ],
  ];
  for (const [params, head, flags, message] of cases) {
    await using made = pages(with_(params), head);
    const before = made.read("a.yaml");
    assertMatch(await made.expect(2, "accept", "a.yaml", ...flags), message);
    assertEquals(made.read("a.yaml"), before);
  }
});

Deno.test("accept names the stages that there are", async () => {
  await using made = pages(block);
  assertStringIncludes(
    await made.expect(2, "accept", "a.yaml", "texd"),
    "Expected a stage of a.yaml (text, other) but found texd (did you mean text?)",
  );
});

Deno.test("accept writes nothing into a file that changes while it looks", async () => {
  await using made = pages(block);
  made.write(
    "stages/pages/list.ts",
    LIST.replace(
      "const files",
      'Deno.writeTextFileSync(folder + "/../a.yaml", "# mine\\n", { append: true });\n  const files',
    ),
  );
  const before = made.read("a.yaml");
  assertStringIncludes(
    await made.expect(1, "accept", "a.yaml"),
    "a.yaml was changed meanwhile: nothing is written, try again",
  );
  assertEquals(made.read("a.yaml"), `${before}# mine\n`);
});
