// Servers that read the bytes of requests.
import type { AddressInfo } from "node:net";
import { cacheServer } from "../../../pipeline/cache/shared/cache_server.ts";
import { findProject } from "../../../pipeline/execution/plan/project.ts";
import {
  boundedServer,
  type Handler,
} from "../../../pipeline/interface/terminal/bounded_server.ts";
import { pageServer } from "../../../pipeline/interface/ui/page_server.ts";
import { watchPipeline } from "../../../pipeline/interface/ui/watch_pipeline.ts";
import { toyProject } from "../pipeline/toy_project.ts";
import { ROOT } from "../root.ts";
import type { FuzzedParser } from "./fuzz_parser.ts";

const TOKEN = "the-token";
const HASH = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";

const request = (first: string, headers: readonly string[] = [], body = "") =>
  `${first} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n${
    headers.map((line) => `${line}\r\n`).join("")
  }\r\n${body}`;

/** Servers of requests by name, which end when disposed of. */
export interface HttpParsers extends AsyncDisposable {
  readonly parsers: Readonly<Record<string, FuzzedParser>>;
}

/** Starts the servers on loopback. @param folder For the shared cache. */
export async function httpParsers(folder: string): Promise<HttpParsers> {
  const project = toyProject(
    "name: t\nstages: { num: { use: number, with: { value: 1 } } }\n",
  );
  const watch = await watchPipeline(
    { file: `${project.folder}/a.yaml` },
    findProject({ program: ROOT, project: project.folder }),
  );
  const [cache, page] = await Promise.all([
    listen(cacheServer({ folder: `${folder}/store`, quota: 1 << 24 })),
    listen(pageServer({ watch, files: new Map(), token: TOKEN })),
  ]);
  const cookie = [`Cookie: sdarts_${page.port}=${TOKEN}; sdarts=${TOKEN}`];
  return {
    parsers: {
      "cache serve": server(cache.port, [
        request(`GET /ac/${HASH}`),
        request(`HEAD /cas/${HASH}`),
        request(`PUT /cas/${HASH}`, ["Content-Length: 3"], "foo"),
        request(
          `PUT /ac/${HASH}`,
          ["Transfer-Encoding: chunked"],
          "3\r\nfoo\r\n0\r\n\r\n",
        ),
      ]),
      ui: server(page.port, [
        request(`GET /?token=${TOKEN}`),
        ...[
          "/api/state?have=1",
          "/api/graph",
          "/api/metrics",
          "/api/series?stage=num&metric=number&run=now",
          "/api/log?instance=num&attempt=1&from=0",
        ].map((path) => request(`GET ${path}`, cookie)),
      ]),
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([cache.end(), page.end()]);
      await project[Symbol.asyncDispose]();
    },
  };
}

async function listen(handler: Handler) {
  const made = boundedServer(handler);
  await new Promise<void>((done) => made.listen(0, "127.0.0.1", done));
  return {
    port: (made.address() as AddressInfo).port,
    end: () =>
      new Promise<void>((done) => {
        made.close(() => done());
        made.closeAllConnections();
      }),
  };
}

/** No answer may say more than a status and a line. */
function server(port: number, texts: readonly string[]): FuzzedParser {
  return {
    seeds: texts.map((text) => new TextEncoder().encode(text)),
    parse: async (bytes) => {
      const answer = await send(port, bytes);
      if (/^HTTP\/1.1 5(?!07)|\n\s+at .*:\d+:\d+/.test(answer)) {
        throw new Error(answer.slice(0, 2000));
      }
    },
  };
}

async function send(port: number, bytes: Uint8Array): Promise<string> {
  using connection = await Deno.connect({ port, hostname: "127.0.0.1" });
  try {
    for (let at = 0; at < bytes.length;) {
      at += await connection.write(bytes.subarray(at));
    }
    await connection.closeWrite();
  } catch {
    // The server has heard enough.
  }
  let text = "";
  const buffer = new Uint8Array(1 << 14);
  try {
    for (;;) {
      const read = await connection.read(buffer);
      if (read === null) break;
      text += new TextDecoder().decode(buffer.subarray(0, read));
    }
  } catch {
    // It closed the connection.
  }
  return text;
}
