import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { fakeHost } from "../../test/support/data/fake_host.ts";
import { makeWheel } from "../../test/support/data/make_wheel.ts";
import { LibraryError, type LibraryFailure } from "../library/library_error.ts";
import { explainPip, pipDownload } from "./pip_download.ts";
import { tempFolder } from "../../test/support/temp_folder.ts";

const { bytes, wheel } = makeWheel();

Deno.test("pipDownload() asks pip for the pinned wheel alone and reports the bytes that arrive", async () => {
  using folder = tempFolder();
  let asked: readonly string[] = [];
  let requirements = "";
  const host = fakeHost({
    run: async (_, args, env) => {
      if (args.includes("--version")) return { stdout: "pip 25.1 from /x" };
      asked = args;
      requirements = await Deno.readTextFile(
        args[args.indexOf("--requirement") + 1]!,
      );
      const temporary = join(env["TMPDIR"]!, "pip-unpack-1");
      await Deno.mkdir(temporary);
      await Deno.writeFile(
        join(temporary, "x.whl"),
        bytes.subarray(0, 100_000),
      );
      await new Promise((done) => setTimeout(done, 60));
      await Deno.writeFile(
        join(args[args.indexOf("--dest") + 1]!, "x.whl"),
        bytes,
      );
      await Deno.remove(temporary, { recursive: true });
      return {};
    },
  });
  const seen: number[] = [];
  const path = await pipDownload(wheel, {
    host,
    folder: folder.path,
    report: (count) => seen.push(count),
    interval: 10,
  });
  assertEquals(await Deno.readFile(path), bytes);
  assertEquals(
    requirements,
    `tensorflow-cpu==9.9.9 --hash=sha256:${wheel.sha256}\n`,
  );
  for (
    const flag of [
      "--require-hashes",
      "--no-deps",
      "--only-binary=:all:",
      "--platform=manylinux_2_27_x86_64",
    ]
  ) {
    assertEquals(asked.includes(flag), true, flag);
  }
  assertEquals(seen.includes(100_000), true, `reported ${seen}`);
});

Deno.test("pipDownload() says what to do without Python or pip", async () => {
  using folder = tempFolder();
  const error = await assertRejects(
    () =>
      pipDownload(wheel, {
        host: fakeHost(),
        folder: folder.path,
        report: () => {},
      }),
    LibraryError,
    "Python 3 with pip not found on PATH",
  );
  assertEquals(error.failure, "python");
});

const PRINTED: [LibraryFailure, string, string][] = [
  [
    "hash",
    "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.\n  Expected sha256 aa\n       Got        " +
    "b".repeat(64),
    "b".repeat(64),
  ],
  [
    "space",
    "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
    "no space left",
  ],
  [
    "network",
    "WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError(...: [Errno -2] Name or service not known')\nERROR: No matching distribution found for tensorflow-cpu==9.9.9",
    "no network",
  ],
  [
    "network",
    "ERROR: Could not find a version that satisfies the requirement x (from versions: 1.0)\nERROR: No matching distribution found for x",
    "has no manylinux_2_27_x86_64 wheel",
  ],
  ["python", "Usage:\n\nno such option: --abi", "no such option: --abi"],
  ["python", "ERROR: something new\nNotice: upgrade", "ERROR: something new"],
];

for (const [failure, stderr, part] of PRINTED) {
  Deno.test(`explainPip() tells ${failure}: ${part.slice(0, 40)}`, () => {
    const error = explainPip(stderr, wheel);
    assertEquals(error.failure, failure);
    assertStringIncludes(error.message, part);
    assertEquals(error.message.includes("\n"), false);
  });
}
