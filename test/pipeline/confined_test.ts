// Attempts of stages to reach what they did not declare.
import { assertEquals } from "@std/assert";
import { toyProject } from "../support/pipeline/toy_project.ts";

/** A stage module whose run writes a text to its output `o`. */
const stage = (name: string, body: string) =>
  `import { z } from "zod";
import { defineStage } from ${
    JSON.stringify(import.meta.resolve("../../pipeline/stage.ts"))
  };
const text = async () => { ${body} };
export default defineStage({
  name: "${name}", description: "tries", params: z.strictObject({}),
  inputs: { after: { kind: "o", optional: true } },
  outputs: { o: { kind: "o", path: "${name}.txt" } },
  run: async ({ output }) => await Deno.writeTextFile(output("o"), String(await text())),
});
`;

/** A proxy that counts connections and answers none. */
function countingProxy() {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  let connections = 0;
  const accept = async () => {
    for await (const connection of listener) {
      connections++;
      connection.close();
    }
  };
  const accepting = accept();
  return {
    address: `http://127.0.0.1:${listener.addr.port}`,
    connections: () => connections,
    [Symbol.asyncDispose]: async () => {
      listener.close();
      await accepting;
    },
  };
}

Deno.test("a stage without declared hosts reaches no network by an import or a Worker, and loads packages that are cached", async () => {
  await using proxy = countingProxy();
  const variables = {
    HTTP_PROXY: proxy.address,
    HTTPS_PROXY: proxy.address,
    // of the command line itself
    DENO_NO_UPDATE_CHECK: "1",
  };
  await using project = toyProject(
    "name: net\nstages:\n  net: { use: ./net.ts, publish: true }\n",
    variables,
  );
  project.write(
    "net.ts",
    stage(
      "net",
      `const load = new Function("u", "return import(u)");
  const seen = [];
  for (const u of ["https://modules.example/secret", "http://modules.example/secret", "jsr:@x/secret", "npm:secret-x", "npm:yaml@2.9.1", "node:path"]) {
    seen.push(await load(u).then(() => "loads", () => "refused"));
  }
  for (const u of ["https://modules.example/secret", "npm:secret-x"]) {
    const worker = new Worker(u, { type: "module" });
    seen.push(await new Promise((resolve) => { worker.onerror = (event) => { event.preventDefault(); resolve("refused"); }; }));
  }
  seen.push(typeof (await import("yaml")).parse);
  return seen.join(" ");`,
    ),
  );
  const { code, out, err } = await project.run("a.yaml");
  assertEquals(code, 0, out + err);
  assertEquals(
    project.read("results/net/net.txt"),
    "refused refused refused refused loads loads refused refused function",
  );
  assertEquals(proxy.connections(), 0);
});

Deno.test("what a stage puts into a store of the web platform reaches no other stage", async () => {
  await using project = toyProject(`name: left
stages:
  write: { use: ./write.ts, publish: true }
  read: { use: ./read.ts, needs: { after: write }, publish: true }
`);
  const inWorker = (code: string) =>
    `const worker = new Worker(URL.createObjectURL(new Blob([${
      JSON.stringify(code)
    }])), { type: "module" });
  return typeof localStorage + " " + typeof caches + " " + await new Promise((resolve) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = (event) => { event.preventDefault(); resolve(event.message); };
  });`;
  project.write(
    "write.ts",
    stage(
      "write",
      inWorker(
        'await (await caches.open("v1")).put("https://x.y/z", new Response("secret")); postMessage("put");',
      ),
    ),
  );
  project.write(
    "read.ts",
    stage(
      "read",
      inWorker(
        'const found = await caches.match("https://x.y/z"); postMessage(found === undefined ? "nothing" : await found.text());',
      ),
    ),
  );
  const { code, out, err } = await project.run("a.yaml");
  assertEquals(code, 0, out + err);
  assertEquals(
    project.read("results/left/write.txt"),
    "undefined undefined put",
  );
  assertEquals(
    project.read("results/left/read.txt"),
    "undefined undefined nothing",
  );
});
