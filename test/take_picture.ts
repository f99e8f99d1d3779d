// Takes a picture of a page on a screen of 1280 and of 390 px, light and dark, for the documentation.
// deno task picture FILE.png ADDRESS...   opens the addresses one after the other and shows the last of them
import type { Browser, BrowserContextOptions } from "playwright-core";
import sharp from "sharp";
import { openBrowser } from "./support/stages/browser.ts";

/** Width of a screen, px. */
const WIDTHS = [1280, 390];
const HEIGHT = 1500;

/** Shows a page as a reader with the given screen sees it. */
async function takePicture(
  browser: Browser,
  addresses: readonly string[],
  screen: BrowserContextOptions,
): Promise<string> {
  const context = await browser.newContext(screen);
  const page = await context.newPage();
  for (const address of addresses) {
    await page.goto(address);
    await page.waitForLoadState("networkidle");
    // What a page draws after it has read its numbers.
    await page.waitForTimeout(1500);
  }
  const png = await page.screenshot();
  await context.close();
  return png.toString("base64");
}

const [file, ...addresses] = Deno.args;
if (file === undefined || addresses.length === 0) {
  console.error("Expected a file and addresses of pages but found none");
  Deno.exit(2);
}
const browser = await openBrowser();
try {
  const pictures: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of WIDTHS) {
      const viewport = { width, height: HEIGHT };
      const png = await takePicture(browser, addresses, {
        viewport,
        colorScheme,
      });
      pictures.push(
        `<img width="${width}" src="data:image/png;base64,${png}">`,
      );
    }
  }
  const page = await browser.newPage({
    viewport: { width: 1730, height: 2 * HEIGHT + 60 },
    deviceScaleFactor: 0.6,
  });
  await page.setContent(
    `<style>body { margin: 20px; background: #888; display: flex; flex-wrap: wrap; gap: 20px }</style>${
      pictures.join("")
    }`,
  );
  await page.waitForLoadState("load");
  await sharp(await page.screenshot()).png({ palette: true, colours: 48 })
    .toFile(file);
} finally {
  await browser.close();
}
