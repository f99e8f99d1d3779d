// README.md and docs/ name only what exists: commands, flags, tasks, stages, files. README's pipeline files can be planned.
import { assertEquals, assertGreater } from "@std/assert";
import { parse, stringify } from "@std/yaml";
import { join } from "node:path";
import { COMMANDS } from "../../pipeline/interface/cli/command_table.ts";
import { FLAGS } from "../../pipeline/interface/commands/flags.ts";
import { stageNames } from "../../pipeline/definition/graph/load_stage.ts";
import { parseSlurmSettings } from "../../pipeline/remote/slurm/slurm_settings.ts";
import { docBlocks } from "../support/docs/doc_blocks.ts";
import {
  deadPaths,
  inlineCode,
  namedPaths,
} from "../support/docs/named_paths.ts";
import { pipelineFolder } from "../support/pipeline/run_pipeline.ts";
import { ROOT } from "../support/root.ts";

const read = (path: string) => Deno.readTextFileSync(join(ROOT, path));
const README = read("README.md");
const pages = ["README.md"].concat(
  [...Deno.readDirSync(join(ROOT, "docs"))].map(({ name }) => `docs/${name}`)
    .filter((path) => path.endsWith(".md")).sort(),
).map((path) => ({ path, text: read(path) }));

/** Command lines of the `sh` blocks and of inline code. */
function commandLines(text: string): string[] {
  return docBlocks(text).filter(({ language }) => language === "sh")
    .flatMap(({ text }) => text.split("\n")).concat(inlineCode(text))
    .filter((line) => /\bdeno(@[\d.]+)? task\b|\bsdarts [a-z-]/.test(line));
}

/** Every name of a page that is not among the known ones. */
function unknown(
  find: (text: string) => readonly string[],
  isKnown: (name: string) => boolean,
): string[] {
  return pages.flatMap(({ path, text }) =>
    find(text).filter((name) => !isKnown(name)).map((name) =>
      `${path}: ${name}`
    )
  );
}

/** First column of a page's table under a heading row that begins with `head`. */
function firstColumn(path: string, head: string): string[] {
  const lines = read(path).split("\n");
  const start = lines.findIndex((line) => line.startsWith(`| ${head} `));
  const rows = lines.slice(start + 2);
  const end = rows.findIndex((line) => !line.startsWith("|"));
  return rows.slice(0, end).map((row) => row.split("|")[1]!);
}

Deno.test("README.md and docs/ name tasks, commands and flags that are there", () => {
  const { tasks } = JSON.parse(read("deno.json")) as { tasks: object };
  const words = (pattern: RegExp) => (text: string) =>
    commandLines(text).flatMap((line) =>
      [...line.matchAll(pattern)].map((match) => match[1]!)
    );
  assertEquals(
    unknown(
      words(/\btask(?: -q)? ([a-z][\w:]*)/g),
      (name) => Object.hasOwn(tasks, name),
    ),
    [],
  );
  assertEquals(
    unknown(
      words(/\b(?:task pipeline|sdarts) ([a-z][a-z-]*)(?![\w./])/g),
      (name) => Object.hasOwn(COMMANDS, name),
    ),
    [],
  );
  const flags = (text: string) =>
    inlineCode(text).concat(commandLines(text))
      // a line of another program's
      .filter((code) =>
        /^--|^[a-z-]+ --|task pipeline|task regress|\bsdarts [a-z-]/.test(code)
      )
      .filter((code) => !/^(npx|deno|snakemake|dvc) /.test(code))
      .flatMap((code) =>
        [...code.matchAll(/(?:^| )--([a-z][a-z-]*)/g)].map((match) => match[1]!)
      );
  assertGreater(pages.flatMap(({ text }) => flags(text)).length, 10);
  assertEquals(
    unknown(
      flags,
      (name) => Object.hasOwn(FLAGS, name.replace(/^no-/, "")),
    ),
    [],
  );
});

Deno.test("docs/ lists stages and commands that are there", () => {
  const codes = (column: readonly string[]) =>
    column.flatMap((cell) =>
      [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1]!)
    );
  const stages = codes(firstColumn("docs/your-experiment.md", "Stage"));
  const known = stageNames([join(ROOT, "stages")]);
  assertGreater(stages.length, 10);
  assertEquals(stages.filter((name) => !known.includes(name)), []);
  const commands = codes(firstColumn("docs/commands.md", "Command")).map((
    text,
  ) => text.split(" "));
  assertGreater(commands.length, 10);
  assertEquals(
    commands.filter(([name = ""]) =>
      !Object.hasOwn(COMMANDS, name) &&
      // `cache serve`, `keygen`: the second word of a command
      !Object.values(COMMANDS).some(({ words }) =>
        words.split(" ").includes(name)
      )
    ),
    [],
  );
});

Deno.test("README.md and docs/ name files that are there", () => {
  assertGreater(pages.flatMap(({ text }) => namedPaths(text)).length, 20);
  assertEquals(pages.flatMap(({ path }) => deadPaths(path)), []);
});

Deno.test("pipeline files of README.md and docs/your-experiment.md can be planned", async () => {
  const text = `${README}\n${read("docs/your-experiment.md")}`;
  const blocks = docBlocks(text).filter(({ language }) => language === "yaml")
    .map(({ text }) => parse(text) as Record<string, unknown>);
  const whole = blocks.filter((block) => block["stages"] !== undefined);
  assertEquals(whole.length, 1);
  const pipeline = whole[0] as {
    stages: Record<string, { use?: string; with?: object }>;
  };
  const parts = blocks.filter((block) => !whole.includes(block));
  assertGreater(parts.length, 1);
  for (const [name, value] of parts.flatMap(Object.entries)) {
    const stage = value as { use?: string };
    if (stage.use !== undefined) pipeline.stages[name] = stage;
    else if (name === "own") {
      pipeline.stages["own"] = {
        ...pipeline.stages["search"],
        with: { space: "own", method: "darts", own: value },
      };
    } else throw new Error(`${name} is neither a stage nor a space`);
  }
  const cluster = docBlocks(read("docs/scale.md"))
    .find(({ language }) => language === "yaml");
  parseSlurmSettings(cluster!.text, "slurm.yaml");
  await using at = pipelineFolder();
  Deno.mkdirSync(join(at.folder, "lib"));
  Deno.writeTextFileSync(join(at.folder, "train.py"), "print('trained')\n");
  const changes = inlineCode(text)
    .filter((code) => /^--(set|until) [^…]+$/.test(code))
    .flatMap((code) => {
      const [flag = "", value = ""] = code.split(/ (.*)/);
      return [flag, value.replace(/^'(.*)'$/, "$1")];
    });
  assertGreater(changes.length, 4);
  for (const args of [[], changes]) {
    const { code, text } = await at.run(stringify(pipeline), {
      command: "plan",
      args,
    });
    assertEquals(code, 0, text);
  }
});
