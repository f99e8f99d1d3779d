import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { fakeHost } from "../../test/support/data/fake_host.ts";
import { noise, sha256 } from "../../test/support/data/make_wheel.ts";
import { makeZip } from "../../test/support/data/make_zip.ts";
import { tempFolder } from "../../test/support/temp_folder.ts";
import type { InstallProgress } from "../library/library.ts";
import { LibraryError } from "../library/library_error.ts";
import type { CudaPackage } from "../library/pinned_cuda.ts";
import { ensureCuda } from "./ensure_cuda.ts";

/** A package with two libraries and a file that is none. */
function packaged(name: string, library: string, seed: number) {
  const folder = name.replaceAll("-", "_");
  const body = noise(20_000, seed);
  const bytes = makeZip([
    { name: `nvidia/${folder}/include/x.h`, body: noise(50, 9) },
    { name: `nvidia/${folder}/lib/${library}`, body },
    { name: `nvidia/${folder}/lib/libother.so.1`, body: noise(100, seed) },
    { name: `nvidia/${folder}/lib/libstatic.a`, body: noise(100, seed) },
  ]);
  const wanted: CudaPackage = {
    name,
    version: `12.${seed}`,
    platform: "manylinux_2_27_x86_64",
    size: bytes.length,
    sha256: sha256(bytes),
    folder,
    unpacked: body.length + 100,
  };
  return { bytes, wanted, body };
}

const MADE = [
  packaged("cublas", "libcublas.so.12", 1),
  packaged("cusolver", "libcusolver.so.11", 2),
  packaged("cuda-nvrtc", "libnvrtc.so.12", 3),
];
const PACKAGES = MADE.map(({ wanted }) => wanted);

/** A machine whose pip delivers the packages, or the bytes that `spoil` makes of them, and the names that it was asked for. */
function machine(
  folder: string,
  options: {
    readonly spoil?: (name: string) => Uint8Array<ArrayBuffer> | undefined;
    readonly env?: Record<string, string>;
    readonly free?: number;
  } = {},
) {
  const asked: string[] = [];
  const host = fakeHost({
    env: { XDG_CACHE_HOME: folder, ...options.env },
    ...(options.free === undefined ? {} : { free: options.free }),
    run: async (_, args) => {
      if (args.includes("--version")) return { stdout: "pip 25.1 from /x" };
      const at = (name: string) => args[args.indexOf(name) + 1]!;
      const line = await Deno.readTextFile(at("--requirement"));
      const name = /^nvidia-(.+)-cu12==/.exec(line)![1]!;
      asked.push(name);
      const made = MADE.find(({ wanted }) => wanted.name === name)!;
      await Deno.writeFile(
        join(at("--dest"), `${name}.whl`),
        options.spoil?.(name) ?? made.bytes,
      );
      return {};
    },
  });
  return { host, asked };
}

Deno.test("ensureCuda() unpacks the libraries of each package, and gives the solver its second name", async () => {
  using folder = tempFolder();
  const { host, asked } = machine(folder.path);
  const seen: InstallProgress[] = [];
  await ensureCuda({
    host,
    packages: PACKAGES,
    report: (progress) => seen.push(progress),
  });
  const nvidia = join(folder.path, "sdarts", "libtensorflow", "nvidia");
  assertEquals(
    await Deno.readFile(`${nvidia}/cublas/lib/libcublas.so.12`),
    MADE[0]!.body,
  );
  assertEquals(
    [...Deno.readDirSync(`${nvidia}/cuda_nvrtc/lib`)].map(({ name }) => name)
      .sort(),
    ["libnvrtc.so.12", "libother.so.1"],
  );
  const [solver, beside] = ["cusolver", "cublas"].map((name) =>
    Deno.statSync(`${nvidia}/${name}/lib/libcusolver.so.11`)
  );
  assertEquals([solver!.ino, solver!.nlink], [beside!.ino, 2]);
  // the total is told before the download starts
  assertEquals(seen[0]!.done, 0);
  assertStringIncludes(seen[0]!.note, "downloading 3 CUDA packages (");
  const done = seen.map((progress) => progress.done);
  assertEquals(done, done.toSorted((a, b) => a - b));
  assertEquals(seen.at(-1)!.done, seen.at(-1)!.total);
  await ensureCuda({ host, packages: PACKAGES });
  assertEquals(asked, ["cublas", "cusolver", "cuda-nvrtc"]);
});

Deno.test("ensureCuda() continues with what is missing, and replaces what is damaged or of another version", async () => {
  using folder = tempFolder();
  const nvidia = join(folder.path, "sdarts", "libtensorflow", "nvidia");
  const broken = machine(folder.path, {
    spoil: (name) => name === "cusolver" ? noise(1000, 7) : undefined,
  });
  const error = await assertRejects(
    () => ensureCuda({ host: broken.host, packages: PACKAGES }),
    LibraryError,
    `Expected sha256 ${PACKAGES[1]!.sha256}`,
  );
  assertEquals(error.failure, "hash");
  const { host, asked } = machine(folder.path);
  await ensureCuda({ host, packages: PACKAGES });
  assertEquals(asked, ["cusolver", "cuda-nvrtc"]);
  await Deno.truncate(`${nvidia}/cublas/lib/libcublas.so.12`, 10);
  await ensureCuda({ host, packages: PACKAGES });
  assertEquals(asked.slice(2), ["cublas"]);
  // the new cublas has the solver again
  assertEquals(
    Deno.statSync(`${nvidia}/cublas/lib/libcusolver.so.11`).size,
    20_000,
  );
  const other = { ...PACKAGES[2]!, sha256: "0".repeat(64) };
  await assertRejects(
    () => ensureCuda({ host, packages: [other] }),
    LibraryError,
    "Expected sha256 0000",
  );
});

Deno.test("ensureCuda() says what to copy where SDARTS_OFFLINE is set, and how much space is missing", async () => {
  using folder = tempFolder();
  const nvidia = join(folder.path, "sdarts", "libtensorflow", "nvidia");
  const offline = machine(folder.path, { env: { SDARTS_OFFLINE: "1" } });
  const error = await assertRejects(
    () => ensureCuda({ host: offline.host, packages: PACKAGES }),
    LibraryError,
    "Cannot download the CUDA libraries (cublas 12.1, cusolver 12.2, cuda-nvrtc 12.3), as SDARTS_OFFLINE is set",
  );
  assertStringIncludes(
    error.message,
    "`sdarts doctor --install --gpu` (in a checkout `deno task doctor --install --gpu`) on a linux x86_64",
  );
  assertStringIncludes(error.message, `copy ${nvidia} from there`);
  const full = machine(folder.path, { free: 1000 });
  await assertRejects(
    () => ensureCuda({ host: full.host, packages: PACKAGES }),
    LibraryError,
    "of free space for the CUDA libraries but found 0.0 GiB",
  );
  assertEquals([...offline.asked, ...full.asked], []);
});
