// Opens the live page in a real browser, where one is installed: before, during and after a run of another process.
import {
  assert,
  assertEquals,
  assertMatch,
  assertNotEquals,
  assertStringIncludes,
} from "@std/assert";
import type { Page } from "playwright-core";
import { processLine } from "../support/pipeline/process_line.ts";
import { toyProject } from "../support/pipeline/toy_project.ts";
import {
  letEnd,
  TOY_TRAINING,
  toyTrainings,
} from "../support/pipeline/toy_training.ts";
import { hasBrowser, openBrowser } from "../support/stages/browser.ts";

const present = await hasBrowser("browser tests of the live page");

/** Errors and warnings of a page. */
function complaintsOf(page: Page): string[] {
  const found: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) {
      found.push(message.text());
    }
  });
  page.on("pageerror", (error) => found.push(error.message));
  page.on("requestfailed", (request) => found.push(`failed: ${request.url()}`));
  page.on("response", (response) => {
    if (response.status() >= 400) {
      found.push(`${response.status()}: ${response.url()}`);
    }
  });
  return found;
}

Deno.test({
  name: "the live page in a browser",
  ignore: !present,
  // The driver keeps timers and sockets until its process ends.
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async (t) => {
    await using project = toyProject(toyTrainings(4, true));
    project.write("stages/train/stage.ts", TOY_TRAINING);
    const ui = project.start("ui", "a.yaml", "--json", "--port", "0");
    const [browser, line] = await Promise.all([openBrowser(), processLine(ui)]);
    try {
      const { url, port } = JSON.parse(line);
      assertMatch(url, /^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{32}$/);
      const page = await browser.newPage({
        viewport: { width: 1280, height: 900 },
      });
      const complaints = complaintsOf(page);
      const requests: string[] = [];
      page.on("request", (request) => requests.push(request.url()));
      const tab = (name: string) =>
        page.getByRole("link", { name, exact: true }).click();
      const sees = (text: string | RegExp) =>
        page.getByText(text).first().waitFor({ timeout: 20_000 });

      await t.step("shows the pipeline before anything ran", async () => {
        await page.goto(url);
        await page.getByRole("button", { name: "search: 4 waiting" }).first()
          .waitFor();
        assertEquals(await page.locator(".box").count(), 4);
        assertEquals(page.url(), `http://127.0.0.1:${port}/`);
        await tab("Curves");
        await sees("No stage has a curve yet.");
        await tab("Log");
        await sees("The instance has not run yet.");
        await tab("Pipeline");
      });

      const run = project.start("run", "a.yaml", "-k", "-j", "2");
      await t.step("follows a run of another process", async () => {
        await sees(/Running for .*of 8 finished/);
        await sees(/\d+% {2}eta .*epoch \d\/4/);
        await page.locator(".box", { hasText: "search" }).click();
        const listed = page.locator("#stage-search .instance");
        await listed.nth(3).waitFor();
        assertEquals(await listed.count(), 4);
        await tab("Curves");
        await page.getByLabel("Stage").selectOption("search");
        await page.locator(".legend", { hasText: "running" }).waitFor();
        await page.locator("figure", { hasText: "loss" }).locator("canvas")
          .waitFor();
        await tab("Log");
        await sees("<img src=x onerror=alert(1)> red </script>");
        assertEquals(await page.locator("img").count(), 0);
        await tab("Pipeline");
      });

      await t.step("shows what a run has left", async () => {
        const tellNoMore = letEnd(project.folder);
        const { code } = await run.output();
        tellNoMore();
        assertEquals(code, 1);
        await sees("8 instances: 2 failed, 6 done");
        await page.locator(".box", { hasText: "broken" }).click();
        await sees("Expected luck but found none");
        await page.getByRole("button", { name: "log of broken@darts" }).click();
        await sees("Error: Expected luck but found none");
      });

      await t.step("draws means of groups and compares runs", async () => {
        await tab("Curves");
        await page.getByLabel("Stage").selectOption("search");
        await page.locator(".legend", { hasText: "darts n = 2" }).waitFor();
        assertEquals(
          await page.locator(".legend span:has(.key)").allInnerTexts(),
          ["darts n = 2", "sdarts-rs n = 2"],
        );
        const plot = page.locator("figure", { hasText: "loss" })
          .locator(".u-over");
        await plot.hover();
        await sees(/^step \d+: darts [\d.]+, sdarts-rs [\d.]+$/);
        await page.getByLabel("seed", { exact: true }).check();
        await sees("sdarts-rs · seed 1");
        await page.getByLabel("each line").check();

        await tab("Compare");
        await page.getByLabel("Metric").selectOption("loss");
        const rows = page.locator(".numbers tbody tr");
        await rows.nth(1).waitFor();
        // 5/4 and 5/4 + 0.1
        assertEquals(
          (await rows.nth(0).innerText()).split(/\s+/),
          ["darts", "2", "1.3", "0.07071", "1.25", "1.35"],
        );
        await page.locator("fieldset", { hasText: "Runs" }).locator("input")
          .nth(1).check();
        await rows.nth(3).waitFor();
        assertMatch(await rows.nth(2).innerText(), /^darts · [0-9a-f]{6}\s/);
      });

      await t.step(
        "shows a sweep and remembers its choices in the address",
        async () => {
          await tab("Sweep");
          const rows = page.locator(".sweep tbody tr");
          await rows.nth(1).waitFor();
          assertEquals(await rows.count(), 2);
          await page.getByLabel("Metric").selectOption("search.loss");
          // less is better: 5/4 and 5/4 + 0.1 of each method
          assertMatch(
            await rows.nth(0).innerText(),
            /^\S+\s+1\.3 ± 0\.071\s+2\s+done/,
          );
          const join = page.getByLabel("join seeds");
          await join.focus();
          await page.keyboard.press("Space");
          await rows.nth(3).waitFor();
          assert(
            await join.evaluate((node) =>
              node === node.ownerDocument.activeElement
            ),
          );
          const lossHead = page.getByRole("columnheader", {
            name: "search.loss",
          });
          assertEquals(await lossHead.getAttribute("aria-sort"), "ascending");
          const sort = page.getByRole("button", { name: "search.loss" });
          await sort.focus();
          await page.keyboard.press("Enter");
          assertMatch(await rows.nth(0).innerText(), /\b2\.35\b/);
          await page.getByLabel("Axis").selectOption("seed");
          const cells = page.locator(".correlations tbody tr");
          assertMatch(
            await cells.nth(0).innerText(),
            /^method darts → sdarts-rs\s+0\.89\s+4$/,
          );
          assertMatch(await cells.nth(1).innerText(), /^seed\s+0\.45\s+4$/);
          assertEquals(await page.locator("canvas").count(), 4);
          assertEquals(
            new URL(page.url()).hash,
            "#sweep?by=search.loss&seeds=each&sort=-search.loss&x=seed",
          );
          await page.reload();
          await rows.nth(3).waitFor();
          assertEquals(await lossHead.getAttribute("aria-sort"), "descending");
          assertMatch(await rows.nth(0).innerText(), /\b2\.35\b/);
          await page.getByRole("button", { name: /^done: log of search@/ })
            .first()
            .click();
          await sees("red </script>");
        },
      );

      await t.step(
        "is no wider than the window, and dark where the reader wants it",
        async () => {
          for (const width of [1280, 390]) {
            await page.setViewportSize({ width, height: 844 });
            for (
              const name of ["Pipeline", "Curves", "Compare", "Sweep", "Log"]
            ) {
              await tab(name);
              await page.waitForTimeout(150);
              assertEquals(
                await page.evaluate("document.documentElement.scrollWidth"),
                width,
                name,
              );
            }
          }
          const paper = () =>
            page.evaluate("getComputedStyle(document.body).backgroundColor");
          await page.emulateMedia({ colorScheme: "light" });
          const light = await paper();
          await page.emulateMedia({ colorScheme: "dark" });
          assertNotEquals(await paper(), light);
          await tab("Curves");
          await page.locator("figure canvas").first().waitFor();
        },
      );

      await t.step("complains of nothing and asks nobody else", () => {
        assertEquals(complaints, []);
        assert(requests.length > 20);
        for (const address of requests) {
          assertStringIncludes(address, `http://127.0.0.1:${port}/`);
        }
      });

      await t.step(
        "keeps what it shows when the server ends with 130",
        async () => {
          ui.kill("SIGINT");
          assertEquals((await ui.status).code, 130);
          await sees("The server has stopped");
          assertEquals(await page.locator("figure canvas").count() > 0, true);
        },
      );
    } finally {
      await browser.close();
      try {
        ui.kill("SIGKILL");
      } catch {
        // The process has ended.
      }
      await ui.status;
    }
  },
});
