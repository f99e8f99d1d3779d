#!/usr/bin/env node
// The command `sdarts`: starts pipeline/main.ts of the folder around this one, by Node (npx) as by Deno (deno install).
// It finds the one version of Deno that keys hold, and the configuration of this checkout, whatever stands around the user.
import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { constants } from "node:os";
import process from "node:process";
import { fileURLToPath } from "node:url";

const PROGRAM = fileURLToPath(new URL("..", import.meta.url));
const VERSION = JSON.parse(readFileSync(`${PROGRAM}package.json`, "utf8"))
  .engines.deno;

/** Version of a Deno; undefined where it cannot be started. */
function versionOf(deno) {
  const { status, stdout } = spawnSync(deno, ["--version"], {
    encoding: "utf8",
  });
  return status === 0 ? /^deno (\S+)/.exec(stdout)?.[1] : undefined;
}

/** Path of the Deno that runs the program: this one, the one of the PATH, or one from npm. */
function findDeno() {
  if (globalThis.Deno?.version.deno === VERSION) return Deno.execPath();
  const found = versionOf("deno");
  if (found === VERSION) return "deno";
  // Its path, as a process of npx between would not hand signals on.
  const { status, stdout } = spawnSync(
    "npx",
    [
      "-y",
      `deno@${VERSION}`,
      "eval",
      "--no-config",
      "console.log(Deno.execPath())",
    ],
    { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] },
  );
  if (status === 0) return stdout.trim();
  console.error(
    `Expected Deno ${VERSION} on the PATH, or npx to fetch it, but found ${
      found === undefined ? "neither" : `Deno ${found}`
    }`,
  );
  process.exit(2);
}

const child = spawn(
  findDeno(),
  [
    "run",
    "--allow-all",
    "--quiet",
    "--unstable-lazy-dynamic-imports",
    `--config=${PROGRAM}deno.json`,
    `${PROGRAM}pipeline/main.ts`,
    ...process.argv.slice(2),
  ],
  { stdio: "inherit" },
);
// The program decides when it ends. A terminal sends Ctrl-C to both; it takes the second for the first.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => child.kill(signal));
}
child.on("exit", (code, signal) => {
  process.exit(code ?? 128 + constants.signals[signal]);
});
