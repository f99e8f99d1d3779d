import { runHere } from "../../pipeline/stage_testing.ts";
import {
  assert,
  assertEquals,
  assertMatch,
  assertNotMatch,
  assertRejects,
  assertThrows,
} from "@std/assert";
import { reportFolder } from "../../test/support/stages/report_context.ts";
import { reportFixture } from "../../test/support/stages/report_fixture.ts";
import { page } from "./page.ts";
import { loadGraphviz } from "./html/graphviz.ts";
import { run as report } from "./run.ts";
import { reportParams } from "./params.ts";
import definition from "./stage.ts";
import { STYLE } from "./html/style.ts";

async function run(files = reportFixture()) {
  await using folder = await reportFolder(files);
  await report(folder.context);
  return {
    html: await folder.read("report"),
    summary: await folder.read("summary"),
    log: folder.log,
  };
}

Deno.test("report writes the same bytes for the same inputs", async () => {
  const [first, second] = [await run(), await run()];
  assertEquals(first.html === second.html, true);
  assertEquals(first.summary === second.summary, true);
});

Deno.test("report writes a page that refers to nothing outside itself", async () => {
  const { html } = await run();
  assertMatch(html, /^<!doctype html>\n<html lang="en">/);
  assertNotMatch(html, /https?:|<script|<img|<iframe|@import|url\(|\ssrc=/);
  assertEquals([...html.matchAll(/href="([^"]*)"/g)].map((match) => match[1]), [
    "data:,",
  ]);
});

Deno.test("report writes balanced elements and no broken number", async () => {
  const { html } = await run();
  for (
    const name of [
      "section",
      "figure",
      "svg",
      "table",
      "tr",
      "td",
      "th",
      "g",
      "text",
      "details",
      "article",
    ]
  ) {
    assertEquals(
      html.match(new RegExp(`<${name}[ >]`, "g"))?.length,
      html.match(new RegExp(`</${name}>`, "g"))?.length,
      name,
    );
  }
  assertNotMatch(html, /NaN|undefined|\[object|Infinity/);
});

Deno.test("report logs a line for each method that was tested", async () => {
  const { log, summary } = await run();
  assertEquals(log.length, 3);
  assertMatch(log[0]!, /^DARTS: test error \d+\.\d\d ± \d+\.\d\d % \(n = 2\)$/);
  assert(summary.endsWith("}\n"));
});

Deno.test("report works on searches alone", async () => {
  const { searches } = reportFixture([0]);
  const { html, log } = await run({ searches: searches! });
  assertMatch(html, /Validation accuracy/);
  assertEquals(log, []);
});

Deno.test("report refuses a broken artifact and writes nothing", async () => {
  const files = { ...reportFixture([0]) };
  await using folder = await reportFolder({
    ...files,
    evaluations: [{ point: { method: "darts", seed: 0 }, value: "{ cut" }],
  });
  await assertRejects(
    () => report(folder.context),
    SyntaxError,
    "evaluations-0.json",
  );
  await assertRejects(() => folder.read("report"), Deno.errors.NotFound);
});

Deno.test("page() escapes its title", async () => {
  const html = page(
    { title: "<b>", groups: [], graph: [] },
    await loadGraphviz(),
  );
  assertMatch(html, /<title>&#60;b&#62;<\/title>/);
});

Deno.test("the style has a dark theme for screens and rules for paper", () => {
  assertMatch(STYLE, /@media screen and \(prefers-color-scheme: dark\)/);
  assertMatch(STYLE, /@media print/);
});

Deno.test("the stage report checks its parameters and loads its work", async () => {
  assertEquals(reportParams.parse({}), {
    title: "Architecture search report",
  });
  assertThrows(() => reportParams.parse({ titel: "x" }));
  assertThrows(() => reportParams.parse({ title: "" }));
  await using folder = await reportFolder(reportFixture([0]));
  await runHere(definition, folder.context);
  assertMatch(await folder.read("report"), /invented numbers/);
});
