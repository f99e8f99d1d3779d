import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { cifarArchive } from "../support/data/cifar_archive.ts";
import { type Faults, serveFile } from "../support/data/file_server.ts";
import { sha256 } from "../support/data/make_wheel.ts";
import { filesBelow } from "../support/stages/files_below.ts";
import {
  type PipelineFolder,
  pipelineFolder,
} from "../support/pipeline/run_pipeline.ts";

const NAME = "cifar-10-binary.tar.gz";
const ARCHIVE = await cifarArchive();
const HTML = new TextEncoder().encode(
  `<!doctype html><title>Sign in</title>${" ".repeat(ARCHIVE.length)}`,
).slice(0, ARCHIVE.length);

const pipeline = (url: string, digest = sha256(ARCHIVE)) => `
name: case
stages:
  files:
    use: download
    with: { dataset: cifar10, files: { ${NAME}: { url: "${url}", sha256: ${digest} } } }
    publish: true
  images: { use: split, needs: { files: files } }
`;

/** Files of the cache whose name or content is that of the download. */
function published({ cache, folder }: PipelineFolder): string[] {
  return [cache, `${folder}/results`].flatMap((root) => filesBelow(root))
    .filter((path) =>
      path.endsWith(`/${NAME}`) || path.includes(sha256(ARCHIVE)) ||
      path.includes("/ac/")
    );
}

const cut = Math.floor(ARCHIVE.length * 0.6);
for (
  const [name, faults, requests] of [
    ["drops at 60 %", { cut: { after: cut, times: 1 } }, [
      "",
      `bytes=${cut}- "1"`,
    ]],
    ["redirects", { redirect: true }, ["", ""]],
    ["drops at 60 % and knows no Range", {
      cut: { after: cut, times: 1 },
      noRange: true,
    }, ["", `bytes=${cut}- "1"`]],
    ["answers 503 once", { status: { code: 503, times: 1 } }, ["", ""]],
  ] as const satisfies readonly (readonly [
    string,
    Faults,
    readonly string[],
  ])[]
) {
  Deno.test(`a server that ${name} costs nothing but time`, async () => {
    await using at = pipelineFolder();
    const server = serveFile(ARCHIVE, faults);
    const { code, text } = await at.run(pipeline(server.url), {
      args: ["--project", at.folder],
    });
    assertEquals(code, 0, text);
    assertStringIncludes(text, "ran 2, cached 0, failed 0");
    assertEquals(server.requests, requests);
    await server.close();
  });
}

for (
  const [name, body, faults, message] of [
    [
      "sends a web page with status 200",
      HTML,
      {},
      `found a web page (${HTML.length} bytes)`,
    ],
    [
      "sends too little",
      ARCHIVE.slice(0, -9),
      {},
      sha256(ARCHIVE.slice(0, -9)),
    ],
    [
      "announces another length",
      ARCHIVE,
      { length: ARCHIVE.length + 5 },
      `the connection broke after ${ARCHIVE.length} of ${
        ARCHIVE.length + 5
      } bytes`,
    ],
    [
      "says 404",
      ARCHIVE,
      { status: { code: 404, times: 99 } },
      "404",
    ],
  ] as const
) {
  Deno.test(`a server that ${name} ends the run with code 1, and nothing is published`, async () => {
    await using at = pipelineFolder();
    const server = serveFile(body, faults);
    const { code, text } = await at.run(pipeline(server.url), {
      args: ["--project", at.folder],
    });
    assertEquals(code, 1, text);
    assertStringIncludes(text, message);
    assertStringIncludes(text, NAME);
    if (body.length < ARCHIVE.length) {
      assertStringIncludes(text, sha256(ARCHIVE));
    }
    assertEquals(/^\s+at /m.test(text), false, text);
    assertEquals(published(at), []);
    await server.close();
  });
}

Deno.test("while bytes come, nothing has the final name; a killed download is resumed", async () => {
  await using at = pipelineFolder();
  const args = ["--project", at.folder];
  const faults: { stall?: number } = { stall: cut };
  const server = serveFile(ARCHIVE, faults);
  const running = at.start(pipeline(server.url), { args });
  const ended = running.output();
  const part = () =>
    filesBelow(at.cache).find((path) => path.endsWith(`/${NAME}.part`));
  for (let tries = 0; tries < 400; tries++) {
    const path = part();
    if (path !== undefined && Deno.statSync(path).size >= cut) break;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  assert(part() !== undefined, "no part was written");
  assertEquals(published(at), []);
  running.kill("SIGKILL");
  await ended;
  assertEquals(published(at), []);
  delete faults.stall;
  const { code, text } = await at.run(pipeline(server.url), { args });
  assertEquals(code, 0, text);
  assertEquals(server.requests, ["", `bytes=${cut}- "1"`]);
  assertEquals(part(), undefined);
  await server.close();
});
