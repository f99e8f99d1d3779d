// A browser for tests of pages, where one is installed.
import { type Browser, chromium } from "playwright-core";

const CHROMIUM = "/usr/bin/chromium";

/**
 * Tells whether a browser is installed; without one it prints what is skipped.
 *
 * @param what Tests that need one.
 */
export async function hasBrowser(what: string): Promise<boolean> {
  try {
    if ((await Deno.stat(CHROMIUM)).isFile) return true;
  } catch {
    // See below.
  }
  console.log(`${what} skipped: no ${CHROMIUM}`);
  return false;
}

/** Starts the browser. */
export async function openBrowser(): Promise<Browser> {
  return await chromium.launch({
    executablePath: CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic"],
  });
}
