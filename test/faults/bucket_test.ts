import { assertEquals, assertStringIncludes } from "@std/assert";
import { fileURLToPath } from "node:url";
import { processLine } from "../support/pipeline/process_line.ts";
import { toyProject } from "../support/pipeline/toy_project.ts";
import { newKeyPair } from "../../pipeline/cache/shared/record_signature.ts";
import { tempFolder } from "../support/temp_folder.ts";

const SERVER = fileURLToPath(new URL("../support/s3rver", import.meta.url));

const PIPELINE = `name: case
stages:
  number: { use: number, with: { value: 3 } }
  square: { use: square, needs: { number: number }, publish: true }
`;

/** Sets variables of the environment until it is disposed of. */
function environment(values: Record<string, string>): Disposable {
  for (const [name, value] of Object.entries(values)) Deno.env.set(name, value);
  return {
    [Symbol.dispose]: () => {
      for (const name of Object.keys(values)) Deno.env.delete(name);
    },
  };
}

Deno.test("a bucket of S3 serves as shared cache; an unknown key costs one warning", async () => {
  using folder = tempFolder();
  const server = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", "--config", `${SERVER}/deno.json`]
      .concat([`${SERVER}/serve.ts`, `${folder.path}/store`]),
    cwd: SERVER,
    stdin: "null",
    stdout: "piped",
  }).spawn();
  const port = await processLine(server);
  try {
    const { privatePem, publicKey } = newKeyPair();
    Deno.writeTextFileSync(`${folder.path}/key.pem`, privatePem);
    const checkout = () => {
      const project = toyProject(PIPELINE);
      project.write(
        "shared.yaml",
        `url: s3://bucket/lab\ntrust: [${publicKey}]\n`,
      );
      return project;
    };
    using _ = environment({
      AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: "nobody",
      AWS_SECRET_ACCESS_KEY: "S3RVER",
      SDARTS_SHARED_KEY: `${folder.path}/key.pem`,
    });
    await using refused = checkout();
    const wrong = await refused.run("run", "a.yaml");
    assertEquals(wrong.code, 0, wrong.err);
    assertEquals(refused.ran(), ["number", "square"]);
    assertEquals(
      wrong.out.split("shared cache s3://").length - 1,
      1,
      wrong.out,
    );
    Deno.env.set("AWS_ACCESS_KEY_ID", "S3RVER");
    await using first = checkout();
    const made = await first.run("run", "a.yaml");
    assertEquals(made.code, 0, made.err);
    assertEquals(first.ran(), ["number", "square"]);
    assertEquals(made.out.includes("warning"), false, made.out);
    await using second = checkout();
    const { code, out } = await second.run("run", "a.yaml");
    assertEquals(code, 0, out);
    assertStringIncludes(out, "ran 0, cached 2");
    assertEquals(
      second.read("results/case/square.json"),
      first.read("results/case/square.json"),
    );
  } finally {
    server.kill();
    await server.output();
  }
});
