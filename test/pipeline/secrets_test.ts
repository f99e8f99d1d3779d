// A user and a password in an address are refused, and shown nowhere.
import { assertEquals, assertStringIncludes } from "@std/assert";
import { commandProject, shell } from "../support/pipeline/command_project.ts";
import { isFile } from "../../pipeline/base/read_files.ts";
import { filesBelow } from "../support/stages/files_below.ts";

const SECRET = "s3cretpw";
const ADDRESS = `http://user:${SECRET}@127.0.0.1:9/a.tar.gz`;

/** Names of the files that hold the secret, the pipeline file aside. */
function leaks(folder: string): string[] {
  return filesBelow(folder).filter((path) =>
    !path.endsWith(".yaml") && isFile(path) && !path.includes("/emit/") &&
    Deno.readTextFileSync(path).includes(SECRET)
  );
}

Deno.test("an address with a password is refused, without showing it", async () => {
  await using project = commandProject(
    `  data: { use: download, with: { dataset: image-folder, files: { a.tar.gz: { url: "${ADDRESS}", sha256: "${
      "0".repeat(64)
    }" } } } }\n`,
  );
  for (const command of [["plan"], ["run"], ["run", "--json"], ["explain"]]) {
    const [name, ...flags] = command;
    const out = await project.expect(2, name!, "a.yaml", ...flags);
    assertEquals(out.includes(SECRET), false, out);
    if (name !== "explain") {
      assertStringIncludes(out, "http://***@127.0.0.1:9/a.tar.gz");
    }
  }
  assertEquals(leaks(project.folder), []);
});

Deno.test("a password in the message of a stage reaches neither terminal nor journal", async () => {
  await using project = commandProject(
    shell("fetch", `echo fails at $ADDRESS >&2; exit 1`, "outputs: { o: o }")
      .replace("$ADDRESS", ADDRESS),
  );
  const out = await project.expect(1, "run", "a.yaml");
  assertEquals(out.includes(SECRET), false, out);
  assertEquals(
    project.read(".sdarts/journal.jsonl").includes(SECRET),
    false,
  );
});
