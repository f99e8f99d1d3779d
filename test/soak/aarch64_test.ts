// The engine on Linux aarch64, emulated by QEMU (package qemu-user-static). SDARTS_AARCH64 names a folder with
//   deno               of the npm package @deno/linux-arm64-glibc
//   root/              libc6, libgcc-s1, libstdc++6 and zlib1g of Debian for arm64, unpacked
//   tensorflow/        both libraries of the pinned wheel for aarch64 (engine/library/pinned.ts)
// Some tests start programs: the kernel has to know the emulator (binfmt_misc with the flag F), and root/lib has to be
// copied to /lib. It may take an hour of the processor. outcomes.json of that folder keeps what each test file came to,
// so that a run that was ended goes on where it was; after a change of the sources it begins again.
import { assertEquals } from "@std/assert";
import { sha256 } from "../../pipeline/base/digest.ts";
import { writeBeside } from "../../pipeline/beside/write_beside.ts";
import { ROOT } from "../support/root.ts";
import { type FileOutcome, runTestFiles } from "../support/run_test_files.ts";
import { filesBelow } from "../support/stages/files_below.ts";

/** What files came to, with the sources that it is true of. */
interface Outcomes {
  readonly sources: string;
  readonly files: Record<string, FileOutcome>;
}

const folder = Deno.env.get("SDARTS_AARCH64");

/** The tests of the engine, and a digest of what they run. */
function engineTests(): { files: string[]; sources: string } {
  const sources = ["engine", "common", "test/support"]
    .flatMap((name) => filesBelow(`${ROOT}/${name}`))
    .filter((path) => path.endsWith(".ts")).sort();
  return {
    sources: sha256(sources.map((path) => Deno.readTextFileSync(path)).join()),
    files: sources.map((path) => path.slice(ROOT.length + 1))
      .filter((path) => /^engine\/.*_test\.ts$/.test(path)),
  };
}

/** What an earlier run of the same sources has found. */
function foundBefore(path: string, sources: string): Outcomes["files"] {
  try {
    const kept = JSON.parse(Deno.readTextFileSync(path)) as Outcomes;
    return kept.sources === sources ? kept.files : {};
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return {};
    throw error;
  }
}

Deno.test({
  name: "the engine's tests pass on Linux aarch64",
  ignore: folder === undefined,
  fn: async () => {
    const { files, sources } = engineTests();
    const path = `${folder}/outcomes.json`;
    const outcomes = foundBefore(path, sources);
    const left = files.filter((file) => !(file in outcomes));
    const run = {
      deno: ["qemu-aarch64-static", "-L", `${folder}/root`, `${folder}/deno`],
      root: ROOT,
      env: {
        SDARTS_LIBTENSORFLOW: `${folder}/tensorflow/libtensorflow_cc.so.2`,
        // Its caches hold code for this processor.
        DENO_DIR: `${folder}/deno-dir`,
      },
      limit: 1200,
    };
    for await (const [file, outcome] of runTestFiles(left, run)) {
      outcomes[file] = outcome;
      writeBeside(path, JSON.stringify({ sources, files: outcomes }, null, 2));
      const { passed, ignored, failed } = outcome;
      console.log(
        `${file}: ${passed} passed, ${failed.length} failed, ${ignored} ignored`,
      );
    }
    assertEquals(Object.keys(outcomes).sort(), files);
    const failed = Object.entries(outcomes)
      .flatMap(([file, { failed }]) => failed.map((one) => ({ file, ...one })));
    assertEquals(failed, []);
  },
});
