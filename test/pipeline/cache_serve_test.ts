// What strangers and a second server do to `cache serve`.
import { assertEquals, assertStringIncludes } from "@std/assert";
import { tempFolder } from "../support/temp_folder.ts";
import { ROOT } from "../support/root.ts";

const ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

/** Starts `cache serve` with few files; gives its port and process. */
async function serve(folder: string, files = 1024) {
  const child = new Deno.Command("sh", {
    args: [
      "-c",
      `ulimit -n ${files}; exec "$0" "$@"`,
      Deno.execPath(),
      ...["run", "-A", "--no-check", `${ROOT}/pipeline/main.ts`],
      ...["cache", "serve", `${folder}/store`, "--port", "0"],
    ],
    cwd: folder,
    stdout: "piped",
  }).spawn();
  let text = "";
  const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  while (!text.includes("\n")) text += (await lines.read()).value ?? "\n";
  await lines.cancel();
  return {
    port: Number(/:(\d+)\n/.exec(text)?.[1]),
    [Symbol.asyncDispose]: async () => {
      child.kill("SIGTERM");
      assertEquals((await child.status).code, 143);
    },
  };
}

Deno.test("300 strangers with half a head and 256 files do not end the server", async () => {
  using made = tempFolder();
  await using server = await serve(made.path, 256);
  const { port } = server;
  const strangers = await Promise.all(
    Array.from({ length: 300 }, async () => {
      const socket = await Deno.connect({ port, hostname: "127.0.0.1" });
      await socket.write(new TextEncoder().encode("GET /")).catch(() => {});
      return socket;
    }),
  );
  for (const socket of strangers) socket.close();
  const url = `http://127.0.0.1:${port}/cas/${ABC}`;
  for (let tries = 0;; tries++) {
    const put = await fetch(url, { method: "PUT", body: "abc" }).catch(() =>
      undefined
    );
    await put?.body?.cancel();
    if (put?.status === 200) break;
    if (tries > 50) throw new Error("the server does not answer");
    await new Promise((done) => setTimeout(done, 100));
  }
  assertEquals(await (await fetch(url)).text(), "abc");
});

Deno.test("without a token a request must name a loopback address", async () => {
  using made = tempFolder();
  await using server = await serve(made.path);
  for (
    const [host, status] of [
      ["evil.example", 421],
      ["127.0.0.1.evil.example", 421],
      [`localhost:${server.port}`, 404],
    ] as const
  ) {
    using socket = await Deno.connect({ port: server.port });
    await socket.write(
      new TextEncoder().encode(
        `GET /cas/${ABC} HTTP/1.1\r\nhost: ${host}\r\n\r\n`,
      ),
    );
    const part = new Uint8Array(100);
    const count = await socket.read(part) ?? 0;
    assertStringIncludes(
      new TextDecoder().decode(part.subarray(0, count)),
      `HTTP/1.1 ${status} `,
    );
  }
});

Deno.test("a second server on the folder is refused and leaves uploads of the first alone", async () => {
  using made = tempFolder();
  await using server = await serve(made.path);
  const body = new TransformStream<Uint8Array, Uint8Array>();
  const writer = body.writable.getWriter();
  const put = fetch(`http://127.0.0.1:${server.port}/cas/${ABC}`, {
    method: "PUT",
    body: body.readable,
  });
  await writer.write(new TextEncoder().encode("ab"));
  const second = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", `${ROOT}/pipeline/main.ts`].concat(
      ["cache", "serve", `${made.path}/store`, "--port", "0"],
    ),
  }).output();
  assertEquals(second.code, 3);
  assertStringIncludes(
    new TextDecoder().decode(second.stderr),
    "another cache serve uses",
  );
  await writer.write(new TextEncoder().encode("c"));
  await writer.close();
  assertEquals((await put).status, 200);
});
