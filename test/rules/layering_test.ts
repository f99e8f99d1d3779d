// Rules about the whole code base: who may import whom, and how a file is made.
import { assertEquals, assertGreater } from "@std/assert";
import { PURE } from "../../pipeline/cache/key/bundle_code.ts";
import { ROOT } from "../support/root.ts";
import { circles, fileArrows, roomArrows, roomOf } from "./import_graph.ts";
import { longFunctions } from "./long_functions.ts";
import { ROOMS } from "./rooms.ts";
import { type SourceFile, sourceFiles } from "./source_files.ts";

const files = await sourceFiles(ROOT);
const sources = files.filter(({ path }) => !path.endsWith("_test.ts"));

/** Top folders that are divided into rooms. */
const HOUSE = ["common", "engine", "nas", "datasets", "pipeline", "stages"];

/** Imports allowed to the folders around the house. */
const AROUND: Readonly<Record<string, readonly string[]>> = {
  "compat/": ["compat/"],
  "bench/": ["bench/", "test/", ...HOUSE.map((name) => `${name}/`)],
  "test/": ["test/", "bench/", ...HOUSE.map((name) => `${name}/`)],
  "template/": [],
  "mod.ts": ["parts.ts", ...HOUSE.map((name) => `${name}/`)],
  "parts.ts": HOUSE.map((name) => `${name}/`),
};

/** What modules that are parts of a stage export. */
const PART_EXPORTS = [
  "augmentation",
  "alphaLoss",
  "auxiliarySkip",
  "dataset",
  "operation",
  "perturbation",
  "relaxation",
  "regulariser",
  "sampling",
  "selection",
  "stem",
];

const LONGEST_FILE = 300;
const LONGEST_FUNCTION = 80;
const LARGEST_ROOM = 24;

const housed = sources.filter(({ path }) => HOUSE.includes(topOf(path)));
const arrows = fileArrows(housed);

function topOf(path: string): string {
  return path.split("/")[0]!;
}

/** Drops template strings, in which tests keep the text of modules. */
function withoutTemplates(text: string): string {
  return text.replace(/`(?:\\[\s\S]|[^`\\])*`/g, "``");
}

function isTest({ path }: SourceFile): boolean {
  return path.endsWith("_test.ts") || path.startsWith("test/") ||
    path.startsWith("bench/");
}

function allowed(from: string, target: string): boolean {
  const room = roomOf(from);
  // One stage is a room of its own, though all of them share a row of the table.
  const same = room === "stages/*"
    ? topFolders(from) === topFolders(target)
    : room === roomOf(target);
  const granted = ROOMS[room]?.imports ?? [];
  return same || granted.includes(roomOf(target)) || granted.includes(target);
}

function topFolders(path: string): string {
  return path.split("/").slice(0, 2).join("/");
}

Deno.test("every import between rooms is in the table of rooms, types included", () => {
  const wrong = [...arrows].flatMap(([path, targets]) =>
    [...targets].filter((target) => !allowed(path, target))
      .map((target) => `${path} imports ${target}`)
  );
  assertEquals(wrong, []);
  assertGreater(arrows.size, 500);
});

Deno.test("rooms import only rooms of earlier rows, and every arrow of the table is used", () => {
  const order = Object.keys(ROOMS);
  const used = roomArrows(arrows);
  for (const [room, { imports }] of Object.entries(ROOMS)) {
    const upward = imports.filter((target) =>
      Object.hasOwn(ROOMS, target) &&
      order.indexOf(target) >= order.indexOf(room)
    );
    assertEquals(upward, [], `${room} imports a later row`);
    const unused = imports.filter((target) =>
      Object.hasOwn(ROOMS, target)
        ? !used.get(room)?.has(target)
        : !housed.some(({ path, imports }) =>
          roomOf(path) === room && imports.includes(target)
        )
    );
    assertEquals(unused, [], `${room} no longer imports what the table says`);
  }
});

Deno.test("every folder with sources is a room of the table, with a charter", () => {
  const rooms = new Set(housed.map(({ path }) => roomOf(path)));
  assertEquals([...rooms].sort(), Object.keys(ROOMS).sort());
  const unnamed = Object.entries(ROOMS)
    .filter(([, { charter }]) => !/^[A-Z].*\.$/.test(charter));
  assertEquals(unnamed, []);
});

Deno.test("no circle of files, types included", () => {
  assertEquals(circles(fileArrows(sources)), []);
});

Deno.test(`no room has more than ${LARGEST_ROOM} sources`, () => {
  const sizes = new Map<string, number>();
  for (const { path } of sources) {
    const folder = path.slice(0, Math.max(0, path.lastIndexOf("/")));
    sizes.set(folder, (sizes.get(folder) ?? 0) + 1);
  }
  assertEquals([...sizes].filter(([, size]) => size > LARGEST_ROOM), []);
});

Deno.test("folders around the house import what they may", () => {
  const wrong = files.filter(({ path }) => !HOUSE.includes(topOf(path)))
    .flatMap(({ path, imports }) => {
      const folder = Object.keys(AROUND).find((name) => path.startsWith(name));
      if (folder === undefined) return [`${path} belongs to no folder`];
      return imports.filter((target) =>
        !path.endsWith("_test.ts") &&
        !AROUND[folder]!.some((name) => target.startsWith(name))
      ).map((target) => `${path} imports ${target}`);
    });
  assertEquals(wrong, []);
});

Deno.test("only tests and benchmarks import test/", () => {
  const wrong = files.filter((file) => !isTest(file)).flatMap((
    { path, imports },
  ) =>
    imports.filter((target) => target.startsWith("test/"))
      .map((target) => `${path} imports ${target}`)
  );
  assertEquals(wrong, []);
});

Deno.test("a mod.ts is imported by somebody, and by no stage, whose key would hash all of it", () => {
  const imported = new Set(files.flatMap(({ imports }) => imports));
  const unused = housed.map(({ path }) => path)
    .filter((path) => path.endsWith("/mod.ts") && !imported.has(path));
  assertEquals(unused, []);
  const wrong = files.filter(({ path }) => path.startsWith("stages/"))
    .flatMap(({ path, imports }) =>
      imports.filter((target) => target.endsWith("mod.ts"))
        .map((target) => `${path} imports ${target}`)
    );
  assertEquals(wrong, []);
});

Deno.test("no module of the house does anything when it is imported, so that unused code can go from keys", () => {
  const wrong = sources.filter(({ path }) =>
    PURE.some((folder) => path.startsWith(`${folder}/`)) &&
    path !== "pipeline/interface/ui/client/main.ts"
  ).flatMap(({ path, text }) =>
    withoutTemplates(text).split("\n").filter((line) =>
      /^(?:import "|await |for |while |[\w.]+\(|if \((?!import\.meta\.main))/
        .test(line)
    ).map((line) => `${path}: ${line}`)
  );
  assertEquals(wrong, []);
});

// a test's own stage is one too
Deno.test("only a stage has a default export", () => {
  const wrong = files.filter(({ path, text }) =>
    /^export default\b/m.test(withoutTemplates(text)) &&
    !/^((?:template\/)?stages\/[^/]+\/stage|pipeline\/command\/stage|test\/support\/\w+\/\w+_stage)\.ts$/
      .test(path)
  ).map(({ path }) => path);
  assertEquals(wrong, []);
});

Deno.test(`no source is longer than ${LONGEST_FILE} lines, and no function than ${LONGEST_FUNCTION}`, () => {
  const long = sources.filter((file) => !isTest(file)).map((
    { path, text },
  ) => ({
    path,
    lines: text.split("\n").length - 1,
  })).filter(({ lines }) => lines > LONGEST_FILE);
  assertEquals(long, []);
  const functions = sources.flatMap(({ path, text }) =>
    longFunctions(text, LONGEST_FUNCTION)
      .map(({ name, lines }) => `${path}: ${name} has ${lines} lines`)
  );
  assertEquals(functions, []);
});

Deno.test("an exported name is exported by one source", () => {
  const holders = new Map<string, string[]>();
  for (const { path, text } of housed) {
    // The parts of all stages have the same names.
    if (/^stages\/[a-z]\w*\/\w+\.ts$/.test(path)) continue;
    // A module that parameters choose exports the name of its kind.
    const names = withoutTemplates(text).matchAll(
      /^export (?:async )?(?:function\*?|const|interface|type|class) (\w+)/gm,
    );
    for (const [, name] of names) {
      if (PART_EXPORTS.includes(name!)) continue;
      holders.set(name!, [...holders.get(name!) ?? [], path]);
    }
  }
  const twice = [...holders].filter(([, paths]) => new Set(paths).size > 1);
  assertEquals(twice, []);
});
