import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  type ToyProject,
  toyProject,
} from "../support/pipeline/toy_project.ts";
import { cacheFolders } from "../../pipeline/cache/store/cache_folders.ts";
import { verifyCache } from "../../pipeline/cache/store/verify_cache.ts";
import { s3Store } from "../../pipeline/cache/shared/remote_store.ts";
import { cacheServer } from "../../pipeline/cache/shared/cache_server.ts";
import {
  newKeyPair,
  readSigner,
  signRecord,
} from "../../pipeline/cache/shared/record_signature.ts";
import { until } from "../support/pipeline/until.ts";

const PIPELINE = `name: case
matrix: { seed: [2, 3, 5] }
stages:
  number: { use: number, with: { value: $seed } }
  square: { use: square, needs: { number: number } }
  total: { use: total, needs: { numbers: "square[*]" }, publish: true }
`;

/** One seed: three stages, one after the other. */
const CHAIN = PIPELINE.replace("[2, 3, 5]", "[2]");

type Handler = (request: Request) => Promise<Response> | Response;

interface Lab extends AsyncDisposable {
  readonly folder: string;
  readonly url: string;
  readonly keyFile: string;
  readonly publicKey: string;
  /** Runs a fresh checkout with an empty cache. */
  checkout(trust?: string, more?: string, pipeline?: string): ToyProject;
  /** Answers in place of the honest server. */
  lie: Handler | undefined;
  /** Requests so far, as `GET /ac`. */
  readonly asked: string[];
  readonly honest: Handler;
}

function lab(): Lab {
  const folder = Deno.makeTempDirSync({ prefix: "lab_" });
  const { privatePem, publicKey } = newKeyPair();
  const keyFile = `${folder}/key.pem`;
  Deno.writeTextFileSync(keyFile, privatePem);
  const honest = cacheServer({ folder: `${folder}/store`, quota: 1 << 30 });
  const asked: string[] = [];
  const stop = new AbortController();
  const server = Deno.serve({
    port: 0,
    hostname: "127.0.0.1",
    signal: stop.signal,
    onListen: () => {},
  }, (request) => {
    asked.push(
      `${request.method} ${new URL(request.url).pathname.slice(0, 4)}`,
    );
    return (made.lie ?? honest)(request);
  });
  const made: Lab = {
    folder,
    url: `http://127.0.0.1:${server.addr.port}`,
    keyFile,
    publicKey,
    lie: undefined,
    asked,
    honest,
    checkout: (trust = publicKey, more = "", pipeline = PIPELINE) => {
      const project = toyProject(pipeline);
      project.write(
        "shared.yaml",
        `url: ${made.url}\ntrust: [${trust}]\n${more}`,
      );
      return project;
    },
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await server.finished;
      await Deno.remove(folder, { recursive: true });
    },
  };
  return made;
}

/** Runs with the signing key in the environment. */
async function publish(made: Lab, pipeline = PIPELINE): Promise<string> {
  await using first = made.checkout(undefined, undefined, pipeline);
  Deno.env.set("SDARTS_SHARED_KEY", made.keyFile);
  try {
    const { code, out, err } = await first.run("run", "a.yaml");
    assertEquals(code, 0, out + err);
    assert(!out.includes("warning"), out);
    assertEquals(first.ran().length, pipeline === PIPELINE ? 7 : 3);
    return first.read("results/case/total.txt");
  } finally {
    Deno.env.delete("SDARTS_SHARED_KEY");
  }
}

function warnings(text: string): number {
  return text.split("shared cache http").length - 1;
}

Deno.test("a second checkout with an empty cache executes nothing", async () => {
  await using made = lab();
  const total = await publish(made);
  // Every content was there before the first record that names it.
  assertEquals(made.asked.filter((text) => text === "PUT /ac/").length, 7);
  await using second = made.checkout();
  const { code, out } = await second.run("run", "a.yaml");
  assertEquals(code, 0, out);
  assertEquals(second.ran(), []);
  assertStringIncludes(out, "ran 0, cached 7");
  assertEquals(second.read("results/case/total.txt"), total);
  // A stage that --only excludes may come from the shared cache too.
  await using third = made.checkout();
  const part = await third.run("run", "a.yaml", "--only", "total");
  assertEquals([part.code, third.ran()], [0, []], part.out + part.err);
  // Without a signing key nothing was sent.
  const sent = made.asked.filter((text) => text.startsWith("PUT")).length;
  second.write("a.yaml", PIPELINE.replace("[2, 3, 5]", "[2, 3, 7]"));
  await second.run("run", "a.yaml");
  assertEquals(second.ran(), ["number@seed=7", "square@seed=7", "total"]);
  assertEquals(
    made.asked.filter((text) => text.startsWith("PUT")).length,
    sent,
  );
});

Deno.test("a server that lies, fails, hangs or dies costs one warning and no result", async () => {
  await using made = lab();
  const total = await publish(made, CHAIN);
  const other = `${made.folder}/other.pem`;
  Deno.writeTextFileSync(other, newKeyPair().privatePem);
  const stranger = readSigner(other);
  const isRecord = (request: Request) => request.url.includes("/ac/");
  const edited =
    (edit: (text: string) => string, where: (request: Request) => boolean) =>
    async (request: Request) => {
      const answer = await made.honest(request);
      if (!where(request) || !answer.ok || request.method !== "GET") {
        return answer;
      }
      return new Response(edit(await answer.text()));
    };
  let earlier: string | undefined;
  const lies: Record<string, Handler> = {
    "wrong bytes": edited((text) => `${text} `, (r) => !isRecord(r)),
    "other bytes of the same length": edited(
      (text) => "x".repeat(text.length),
      (r) => !isRecord(r),
    ),
    "no record": edited(() => "<html>maintenance</html>", isRecord),
    "edited record": edited((text) => text.replace(/size/, "sise"), isRecord),
    "record of another key": edited(
      (text) => {
        earlier ??= text;
        return earlier === text ? "{}" : earlier;
      },
      isRecord,
    ),
    "signature of a stranger": edited(
      (text) => JSON.stringify(signRecord(JSON.parse(text).record, stranger)),
      isRecord,
    ),
    "stranger under a trusted name": edited(
      (text) =>
        JSON.stringify({
          ...signRecord(JSON.parse(text).record, stranger),
          signer: made.publicKey,
        }),
      isRecord,
    ),
    "500": () => new Response("no", { status: 500 }),
    "401": () => new Response(null, { status: 401 }),
    "redirect": () => Response.redirect("http://127.0.0.1:9/x", 302),
    "hang": () => new Promise<Response>(() => {}),
    "hang in a blob": async (request) =>
      isRecord(request) ? await made.honest(request) : new Response(
        new ReadableStream({ start: (c) => c.enqueue(new Uint8Array(1)) }),
      ),
    "death in a blob": async (request) =>
      isRecord(request) ? await made.honest(request) : new Response(
        new ReadableStream({
          start: (c) => {
            c.enqueue(new Uint8Array(1));
            setTimeout(() => c.error(new Error("dead")), 20);
          },
        }),
      ),
  };
  for (const [name, lie] of Object.entries(lies)) {
    await using project = made.checkout(
      made.publicKey,
      "timeout: 0.5\n",
      CHAIN,
    );
    made.lie = lie;
    const { code, out, err } = await project.run("run", "a.yaml");
    assertEquals(code, 0, `${name}: ${out}${err}`);
    assertEquals(project.read("results/case/total.txt"), total, name);
    assertEquals(warnings(out), 1, `${name}: ${out}`);
    const found = await verifyCache(
      cacheFolders(`${project.folder}/.sdarts`),
      1,
    );
    assertEquals(found.damages, [], name);
  }
  // A record whose contents are missing is a miss, without a warning.
  made.lie = async (request) =>
    isRecord(request)
      ? await made.honest(request)
      : new Response(null, { status: 404 });
  await using project = made.checkout(undefined, undefined, CHAIN);
  const { out } = await project.run("run", "a.yaml");
  assertEquals(project.ran().length, 3);
  assertEquals(warnings(out), 0, out);
});

Deno.test("a server that takes nothing costs one warning, and no record without its contents", async () => {
  const isPut = (request: Request) => request.method === "PUT";
  const lies: Record<string, (made: Lab) => Handler> = {
    "500": (made) => (request) =>
      isPut(request)
        ? new Response(null, { status: 500 })
        : made.honest(request),
    "full": (made) =>
      cacheServer({ folder: `${made.folder}/small`, quota: 10 }),
    "hang": (made) => (request) =>
      isPut(request) ? new Promise<Response>(() => {}) : made.honest(request),
    "death after two uploads": (made) => {
      let left = 2;
      return (request) => {
        if (isPut(request) && left-- <= 0) throw new Error("dead");
        return made.honest(request);
      };
    },
    "contents only": (made) => (request) =>
      isPut(request) && request.url.includes("/ac/")
        ? new Response(null, { status: 403 })
        : made.honest(request),
  };
  for (const [name, lie] of Object.entries(lies)) {
    await using made = lab();
    made.lie = lie(made);
    await using first = made.checkout(
      made.publicKey,
      "timeout: 0.5\n",
      CHAIN,
    );
    Deno.env.set("SDARTS_SHARED_KEY", made.keyFile);
    const { code, out, err } = await first.run("run", "a.yaml");
    Deno.env.delete("SDARTS_SHARED_KEY");
    assertEquals(code, 0, `${name}: ${out}${err}`);
    assertEquals(
      [first.ran().length, warnings(out)],
      [3, 1],
      `${name}: ${out}`,
    );
    // Results that arrived are complete: the next checkout uses them or runs, without a warning.
    made.lie = undefined;
    await using second = made.checkout(undefined, undefined, CHAIN);
    const next = await second.run("run", "a.yaml");
    assertEquals([next.code, warnings(next.out)], [0, 0], name);
    assertEquals(
      second.read("results/case/total.txt"),
      first.read("results/case/total.txt"),
    );
  }
});

Deno.test("a read-only run takes and sends nothing, by flag and by settings", async () => {
  await using made = lab();
  await publish(made);
  made.asked.length = 0;
  Deno.env.set("SDARTS_SHARED_KEY", made.keyFile);
  try {
    for (
      const [more, ...flags] of [["", "--shared-read-only"], [
        "read-only: true\n",
      ]]
    ) {
      await using project = made.checkout(made.publicKey, more);
      project.write("a.yaml", PIPELINE.replace("2, 3, 5", "2, 3, 11"));
      const { code, out } = await project.run("run", "a.yaml", ...flags);
      assertEquals([code, warnings(out)], [0, 0], out);
      assertEquals(project.ran(), [
        "number@seed=11",
        "square@seed=11",
        "total",
      ]);
    }
  } finally {
    Deno.env.delete("SDARTS_SHARED_KEY");
  }
  assertEquals(made.asked.filter((text) => text.startsWith("PUT")), []);
});

Deno.test("no server at all costs one warning; settings that are wrong cost nothing but code 2", async () => {
  await using project = toyProject(PIPELINE);
  const { publicKey } = newKeyPair();
  project.write("shared.yaml", `trust: [${publicKey}]\n`);
  // A key list alone asks nobody.
  const quiet = await project.run("run", "a.yaml");
  assertEquals([quiet.code, warnings(quiet.out)], [0, 0]);
  project.write("a.yaml", PIPELINE.replace("2, 3, 5", "6, 7, 8"));
  const { code, out } = await project.run(
    "run",
    "a.yaml",
    "--shared",
    "http://127.0.0.1:9",
  );
  assertEquals([code, warnings(out)], [0, 1], out);
  for (
    const [text, message] of [
      ["url: http://a:b@c/\n", "shared.yaml:1:6: Expected an address without"],
      ["trust: [x]\n", "shared.yaml:1:9: Expected trust to be"],
      ["turst: []\n", "did you mean trust"],
      ["url: http://c/\n", "needs trusted keys"],
      ["url: file:///x\n", "shared.yaml:1:6: Expected http://HOST"],
    ] as const
  ) {
    project.write("shared.yaml", text);
    const { code, err } = await project.run("run", "a.yaml");
    assertEquals(code, 2, err);
    assertStringIncludes(err, message);
    assert(!err.includes("a:b"), err);
  }
});

Deno.test("cache keygen and cache serve work with token and quota; an upload under a wrong name is refused", async () => {
  await using project = toyProject(PIPELINE);
  const key = `${project.folder}/key.pem`;
  const made = await project.run("cache", "keygen", key);
  assertEquals(made.code, 0, made.err);
  assertEquals(Deno.statSync(key).mode! & 0o777, 0o600);
  assertEquals((await project.run("cache", "keygen", key)).code, 2);
  const open = await project.run(
    "cache",
    "serve",
    `${project.folder}/s`,
    "--host",
    "0.0.0.0",
  );
  assertEquals(open.code, 2, open.err);
  const store = `${project.folder}/store`;
  const handler = cacheServer({ folder: store, token: "t", quota: 10 });
  const ask = async (
    method: string,
    path: string,
    body?: string,
    token = "t",
  ) =>
    (await handler(
      new Request(`http://h${path}`, {
        method,
        ...(body === undefined ? {} : { body }),
        headers: { authorization: `Bearer ${token}` },
      }),
    )).status;
  const abc =
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  assertEquals(await ask("GET", `/cas/${abc}`, undefined, "u"), 401);
  assertEquals(await ask("GET", `/cas/${abc}`), 404);
  assertEquals(await ask("PUT", `/cas/${abc}`, "abd"), 400);
  assertEquals(await ask("GET", `/cas/${abc}`), 404);
  assertEquals(await ask("PUT", `/cas/${abc}`, "abc"), 200);
  assertEquals(await ask("HEAD", `/cas/${abc}`), 200);
  assertEquals(await ask("PUT", `/ac/${abc}`, "12345678"), 507);
  assertEquals(await ask("PUT", `/ac/${abc}`, "1234567"), 200);
  assertEquals(await ask("PUT", `/ac/../x`, "1"), 404);
  assertEquals(await ask("DELETE", `/cas/${abc}`), 405);
  assertEquals([...Deno.readDirSync(`${store}/tmp`)], []);
  const server = project.start("cache", "serve", store, "--port", "0");
  let text = "";
  (async () => {
    for await (
      const part of server.stdout.pipeThrough(new TextDecoderStream())
    ) {
      text += part;
    }
  })();
  await until(() => text.includes("\n"));
  const url = /http:\S+/.exec(text)![0];
  const answer = await fetch(`${url}/cas/${abc}`);
  assertEquals(await answer.text(), "abc");
  server.kill("SIGTERM");
  assertEquals((await server.output().catch(() => server.status)).code, 143);
});

Deno.test("requests to a bucket are signed and have the same layout", async () => {
  await using made = lab();
  const signed: string[] = [];
  made.lie = async (request) => {
    signed.push(request.headers.get("authorization") ?? "");
    const path = new URL(request.url).pathname;
    assert(path.startsWith("/bucket/lab/"), path);
    const inner = new URL(path.slice("/bucket/lab".length), request.url);
    return await made.honest(new Request(inner, request));
  };
  const store = s3Store("s3://bucket/lab", {
    endpoint: made.url,
    region: "us-east-1",
    credentials: { accessKeyId: "id", secretAccessKey: "hidden" },
  });
  const bytes = new TextEncoder().encode("abc");
  const name =
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  const { signal } = new AbortController();
  assert(!await store.has("cas", name, signal));
  await store.put("cas", name, { bytes }, signal);
  assert(await store.has("cas", name, signal));
  assertEquals(await (await store.get("cas", name, signal))?.text(), "abc");
  for (const text of signed) {
    assertStringIncludes(text, "AWS4-HMAC-SHA256 Credential=id/");
    assert(!text.includes("hidden"));
  }
});
