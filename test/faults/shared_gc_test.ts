// Garbage collection of a cache that several projects, hosts and versions use.
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { commandProject, shell } from "../support/pipeline/command_project.ts";
import { tempFolder } from "../support/temp_folder.ts";
import { filesBelow } from "../support/stages/files_below.ts";
import { openSealed, writeSealed } from "../../pipeline/base/sealed_json.ts";
import { readTextIfThere } from "../../pipeline/base/read_files.ts";
import { lockText } from "../../pipeline/cache/history/lock_file.ts";

const clone = (SDARTS_CACHE: string, who: string) =>
  commandProject(
    shell("a", `echo ${who} > o`, "outputs: { o: o }\npublish: true"),
    "",
    { SDARTS_CACHE },
  );

/** Reads, changes and writes every file of a folder of the cache. */
function edit(
  folder: string,
  change: (value: Record<string, unknown>) => object,
): void {
  for (const path of filesBelow(folder)) {
    const value = openSealed<Record<string, unknown>>(
      Deno.readTextFileSync(path),
    );
    if (value !== "damaged") writeSealed(path, change(value), folder);
  }
}

Deno.test("gc keeps the last run and the lock file of another project", async () => {
  using cache = tempFolder();
  await using b = clone(cache.path, "B");
  await using a = clone(cache.path, "A1");
  await b.expect(0, "run", "a.yaml");
  await b.expect(0, "lock", "a.yaml");
  const locked = b.read("a.yaml");
  b.write("a.yaml", locked.replace("echo B", "echo C"));
  await b.expect(0, "run", "a.yaml");
  for (const who of ["A1", "A2", "A3"]) {
    a.write("a.yaml", a.read("a.yaml").replace(/echo A./, `echo ${who}`));
    await a.expect(0, "run", "a.yaml");
  }
  assertStringIncludes(
    await a.expect(0, "gc", "--keep", "1", "--yes"),
    "deleted 2 results",
  );
  assertStringIncludes(await b.expect(0, "plan", "a.yaml"), "cached");
  b.write("a.yaml", locked);
  assertStringIncludes(await b.expect(0, "plan", "a.yaml"), "cached");
  // A lock file that another project cannot read any more.
  b.write("a.yaml.lock", "results: [");
  assertStringIncludes(await a.expect(2, "gc", "--yes"), "a.yaml.lock");
});

Deno.test("gc keeps what lock files of another host, and outside of a project, name", async () => {
  using cache = tempFolder();
  await using b = clone(cache.path, "B");
  await using a = clone(cache.path, "A");
  await b.expect(0, "run", "a.yaml");
  await b.expect(0, "lock", "a.yaml", "--output", `${cache.path}/out.lock`);
  await a.expect(0, "run", "a.yaml");
  const plan = async () => await a.expect(0, "gc", "--keep", "1");
  edit(`${cache.path}/roots`, ({ run: _, ...root }) => root);
  assertStringIncludes(await plan(), "would delete 0 results");
  edit(`${cache.path}/roots`, (root) => ({ ...root, host: "elsewhere" }));
  assertStringIncludes(await plan(), "would delete 0 results");
  Deno.writeTextFileSync(`${cache.path}/out.lock`, lockText(new Map()));
  assertStringIncludes(await plan(), "would delete 0 results");
  edit(`${cache.path}/roots`, (root) => ({ ...root, keys: [] }));
  assertStringIncludes(await plan(), "would delete 1 results");
});

Deno.test("gc keeps young results that no run has recorded yet", async () => {
  using cache = tempFolder();
  await using a = clone(cache.path, "A");
  await a.expect(0, "run", "a.yaml");
  Deno.removeSync(`${cache.path}/runs`, { recursive: true });
  const gone = async () => await a.expect(0, "gc", "--keep", "0");
  assertStringIncludes(await gone(), "would delete 0 results");
  for (const path of filesBelow(`${cache.path}/ac`)) {
    const old = new Date(Date.now() - 2 * 3_600_000);
    Deno.utimeSync(path, old, old);
  }
  assertStringIncludes(await gone(), "would delete 1 results");
});

Deno.test("results of a newer version are named, left alone and never overwritten", async () => {
  using cache = tempFolder();
  await using a = clone(cache.path, "A");
  await a.expect(0, "run", "a.yaml");
  edit(`${cache.path}/ac`, (record) => ({ ...record, schema: 2, more: {} }));
  const before = filesBelow(cache.path).filter((path) =>
    /\/(ac|cas)\//.test(path)
  ).map((path) => [path, readTextIfThere(path)]);
  assertStringIncludes(
    await a.expect(0, "verify"),
    "(not 1 results of a newer version), 0 damaged",
  );
  assertMatch(
    await a.expect(0, "gc", "--keep", "0", "--yes"),
    /deleted 0 results, 0 blobs.*and 1 of a newer version/,
  );
  for (const command of ["plan", "run", "status"]) {
    const out = await a.expect(2, command, "a.yaml");
    assertStringIncludes(out, "but found one of a newer version in");
  }
  assertEquals(
    before,
    before.map(([path]) => [path, readTextIfThere(path!)]),
  );
});
