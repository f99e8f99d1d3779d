// Opens the report in a real browser, where one is installed.
import { assertEquals, assertGreater, assertNotEquals } from "@std/assert";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { run as report } from "../../stages/report/run.ts";
import { hasBrowser, openBrowser } from "../support/stages/browser.ts";
import { reportFolder } from "../support/stages/report_context.ts";
import { wiredReport } from "../support/stages/wired_report.ts";
import { reportFixture } from "../support/stages/report_fixture.ts";

const present = await hasBrowser("browser tests of the report");

/** Opens a new report and returns the page and every address that it requested. */
async function withReport(
  browser: Browser,
  work: (page: Page, requests: string[]) => Promise<void>,
): Promise<void> {
  await using folder = await reportFolder(reportFixture());
  await report(folder.context);
  const page = await browser.newPage();
  const requests: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(pathToFileURL(folder.path("report")).href);
  await work(page, requests);
  await page.close();
}

/** Texts that leave their chart. */
function outside(page: Page): Promise<unknown> {
  return page.evaluate(
    `[...document.querySelectorAll(".chart svg")].flatMap((chart) => {
      const { left, right, top, bottom } = chart.getBoundingClientRect();
      return [...chart.querySelectorAll("text")].filter((text) => {
        const box = text.getBoundingClientRect();
        return box.left < left - 1 || box.right > right + 1 || box.top < top - 1 || box.bottom > bottom + 1;
      }).map((text) => text.textContent);
    })`,
  );
}

/** Page of a sweep over a learning rate and a width. */
async function sweep(): Promise<string> {
  const { html } = await wiredReport(`
matrix: { rate: { range: [0.0001, 1], log: true, steps: 6 }, width: [8, 16, 24], seed: [0, 1] }
stages:
  files: { use: download, with: { dataset: cifar10 } }
  images: { use: split, needs: { files: files } }
  cell: { use: genotype, with: { published: darts-v2 } }
  net: { use: retrain, needs: { data: images, genotype: cell }, with: { learningRate: $rate, channels: $width, seed: $seed } }
  test: { use: evaluate, needs: { data: images, network: net } }
  summary: { use: report, needs: { retrains: "net[*]", evaluations: "test[*]" } }
`);
  return html;
}

Deno.test({
  name: "the report in a browser",
  ignore: !present,
  // The driver keeps timers and sockets until its process ends.
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async (t) => {
    const browser = await openBrowser();
    try {
      await withReport(browser, async (page, requests) => {
        await t.step("requests nothing but itself", () => {
          assertEquals(
            requests.filter((address) => !address.startsWith("data:")),
            [page.url()],
          );
        });
        await t.step("has its headings, rows and drawings", async () => {
          assertEquals(await page.locator("h2").allTextContents(), [
            "Results",
            "What goes with the error",
            "Search and retraining",
            "Landscape",
            "Derived cells",
            "Pipeline",
            "Configuration",
          ]);
          assertEquals(await page.locator(".results tbody tr").count(), 3);
          assertEquals(await page.locator(".chart svg").count(), 18);
          assertEquals(await page.locator(".cells svg").count(), 12);
          assertEquals(await page.locator(".dag svg").count(), 1);
        });
        await t.step("names every drawing for screen readers", async () => {
          const drawings = await page.getByRole("img").count();
          assertEquals(drawings, await page.locator("svg").count());
        });
        await t.step("is no wider than the window", async () => {
          for (const width of [1280, 390]) {
            await page.setViewportSize({ width, height: 800 });
            assertEquals(
              await page.evaluate("document.documentElement.scrollWidth"),
              width,
            );
          }
        });
        await t.step("opens the numbers behind each chart", async () => {
          const tables = page.locator(".chart .data table");
          assertEquals(await tables.count(), 18);
          assertEquals(await tables.first().isVisible(), false);
          for (const summary of await page.locator(".data summary").all()) {
            await summary.click();
          }
          assertEquals(await tables.last().isVisible(), true);
          assertEquals(
            await page.evaluate("document.documentElement.scrollWidth"),
            390,
          );
        });
        await t.step("keeps every label inside its chart", async () => {
          await page.setViewportSize({ width: 1280, height: 800 });
          assertEquals(await outside(page), []);
        });
        await t.step("copies a genotype", async () => {
          const article = page.locator(".cell-run").first();
          await article.locator("summary").click();
          await article.getByRole("button").click();
          const python = await article.locator("pre").textContent();
          assertEquals(await page.evaluate("String(getSelection())"), python);
          assertEquals(
            await article.getByRole("button").textContent(),
            "Copied",
          );
        });
        await t.step("has letters that can be read on a phone", async () => {
          await page.setViewportSize({ width: 390, height: 800 });
          const heights = await page.evaluate(
            `[...document.querySelectorAll(".cells svg text, .chart svg text")].map((text) => text.getBoundingClientRect().height)`,
          ) as number[];
          assertGreater(Math.min(...heights.filter((height) => height > 0)), 9);
          await page.setViewportSize({ width: 1280, height: 800 });
        });
        await t.step("keeps the labels of a sweep inside", async () => {
          await page.setContent(await sweep());
          assertEquals(await outside(page), []);
          assertEquals(
            await page.locator(".results thead th").first().textContent(),
            "rate",
          );
        });
        await t.step("turns dark where the reader wants it", async () => {
          const paper = () =>
            page.evaluate("getComputedStyle(document.body).backgroundColor");
          await page.emulateMedia({ colorScheme: "light" });
          const light = await paper();
          await page.emulateMedia({ colorScheme: "dark" });
          assertNotEquals(await paper(), light);
          await page.emulateMedia({ colorScheme: "dark", media: "print" });
          assertEquals(await paper(), light);
        });
        await t.step("prints", async () => {
          assertGreater((await page.pdf()).length, 10_000);
        });
      });
    } finally {
      await browser.close();
    }
  },
});
