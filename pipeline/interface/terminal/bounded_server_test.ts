import { assertEquals } from "@std/assert";
import { boundedServer, SERVER_LIMITS } from "./bounded_server.ts";

const LIMITS = {
  ...SERVER_LIMITS,
  headTime: 800,
  idleTime: 500,
  bodyTime: 800,
  connections: 4,
};

async function open() {
  const server = boundedServer(
    async (request) => {
      const { pathname } = new URL(request.url);
      if (pathname === "/refuse") return new Response("no", { status: 401 });
      return new Response(`${request.method} ${(await request.text()).length}`);
    },
    LIMITS,
  );
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as { port: number };
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    /** Sends a text, and gives the first line of all that comes until the connection is closed. */
    send: async (text: string) => {
      using socket = await Deno.connect({ port, hostname: "127.0.0.1" });
      await socket.write(new TextEncoder().encode(text));
      let answer = "";
      const part = new Uint8Array(1000);
      try {
        for (let n; (n = await socket.read(part)) !== null;) {
          answer += new TextDecoder().decode(part.subarray(0, n));
        }
      } catch { /* reset */ }
      return answer.split("\r\n")[0];
    },
    [Symbol.asyncDispose]: async () => {
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await closed;
    },
  };
}

const within = async (seconds: number, work: Promise<unknown>) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("too late")), 1000 * seconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};

Deno.test("a body arrives whole, and so does an answer", async () => {
  await using server = await open();
  const body = "x".repeat(300_000);
  const answer = await fetch(server.url, { method: "PUT", body });
  assertEquals(await answer.text(), "PUT 300000");
});

for (
  const [what, text] of [
    ["silence", ""],
    ["half a head", "GET / HT"],
    ["an idle connection", "GET / HTTP/1.1\r\nhost: a\r\n\r\n"],
    [
      "a body that stops",
      "PUT / HTTP/1.1\r\nhost: a\r\ncontent-length: 9\r\n\r\nx",
    ],
    ["a host that is none", "GET / HTTP/1.1\r\nhost: [\r\n\r\n"],
    ["no HTTP", "\x16\x03\x01\r\n\r\n"],
  ] as const
) {
  Deno.test(`${what} is closed`, async () => {
    await using server = await open();
    await within(60, server.send(text));
  });
}

Deno.test("a refused body is not read, and its connection is closed", async () => {
  await using server = await open();
  const head = "PUT /refuse HTTP/1.1\r\nhost: a\r\ncontent-length: 999\r\n\r\n";
  assertEquals(
    await within(60, server.send(head)),
    "HTTP/1.1 401 Unauthorized",
  );
});

Deno.test("connections that are too many are closed, and the server goes on", async () => {
  await using server = await open();
  const opened = Array.from({ length: 20 }, () => server.send("GET / HT"));
  await within(60, Promise.all(opened));
  assertEquals(
    await (await fetch(server.url)).text(),
    "GET 0",
  );
});
