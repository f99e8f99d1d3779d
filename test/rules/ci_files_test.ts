// The CI files that users copy, from docs/ci.md and the template, are valid by the schemas of the services.
import { assertEquals, assertGreater } from "@std/assert";
import { parse } from "@std/yaml";
import { docBlocks } from "../support/docs/doc_blocks.ts";
import { hasPython, runPython } from "../support/python.ts";
import { ROOT } from "../support/root.ts";

const SCHEMAS = {
  ".github/workflows/results.yml": "vendor.github-workflows",
  ".gitlab-ci.yml": "vendor.gitlab-ci",
};

const blocks = docBlocks(Deno.readTextFileSync(`${ROOT}/docs/ci.md`))
  .filter(({ language }) => language === "yaml");
const FILES = Object.entries(SCHEMAS).map(([name, schema]) => {
  const block = blocks.find(({ text }) => text.startsWith(`# ${name}\n`));
  return { name, schema, text: block?.text ?? "" };
}).concat({
  name: "template/.github/workflows/sdarts.yml",
  schema: "vendor.github-workflows",
  text: Deno.readTextFileSync(`${ROOT}/template/.github/workflows/sdarts.yml`),
});

/** Every `sdarts` command and task that a CI file runs. */
function commandsOf(value: unknown): string[] {
  if (typeof value === "string") {
    return /deno@\S+ task |npx -y "/.test(value) ? [value] : [];
  }
  return typeof value === "object" && value !== null
    ? Object.values(value).flatMap(commandsOf)
    : [];
}

Deno.test("each CI file is YAML, and runs the pipeline", () => {
  for (const { name, text } of FILES) {
    assertGreater(commandsOf(parse(text)).length, 1, name);
  }
});

Deno.test({
  name: "each CI file is valid by the schema of its service",
  ignore: !hasPython("check_jsonschema"),
  fn: async () => {
    for (const { name, schema, text } of FILES) {
      const path = await Deno.makeTempFile({ suffix: ".yml" });
      try {
        await Deno.writeTextFile(path, text);
        const found = await runPython([
          "-m",
          "check_jsonschema",
          "--builtin-schema",
          schema,
          path,
        ]);
        assertEquals(
          new TextDecoder().decode(found).trim(),
          "ok -- validation done",
          name,
        );
      } finally {
        await Deno.remove(path);
      }
    }
  },
});
