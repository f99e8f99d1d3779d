import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import { pipeline } from "node:stream/promises";
import { readTextIfThere } from "../../base/read_files.ts";

export type Handler = (request: Request) => Response | Promise<Response>;

/** Limits of a server for its visitors. */
export const SERVER_LIMITS = {
  /** Milliseconds to send the head of a request. */
  headTime: 15_000,
  /** Milliseconds without a request on an open connection. */
  idleTime: 5_000,
  /** Milliseconds for a body, besides what its bytes take at the slowest rate. */
  bodyTime: 30_000,
  /** Bytes a second. */
  slowest: 16 << 10,
  /** Connections at once; fewer where the process may open less than four times as many files. */
  connections: 256,
};

/**
 * Makes a server that strangers cannot end or fill: a connection that is too many is closed, and so is one that takes too
 * long. A connection needs two files at most, so that the process never runs out of them.
 */
export function boundedServer(
  handler: Handler,
  limits = SERVER_LIMITS,
): Server {
  const server = createServer({
    headersTimeout: limits.headTime,
    // A large body may take its time; see `pace`.
    requestTimeout: 0,
    keepAliveTimeout: limits.idleTime,
    connectionsCheckingInterval: Math.min(1000, limits.headTime / 4),
  }, (request, reply) => {
    answer(request, reply, { handler, limits }).catch(() =>
      request.socket.destroy()
    );
  });
  server.maxConnections = Math.min(
    limits.connections,
    Math.max(4, openFiles() >> 2),
  );
  server.on("clientError", (_error, socket) => socket.destroy());
  return server;
}

/** Most files that this process may open. */
function openFiles(): number {
  const text = readTextIfThere("/proc/self/limits") ?? "";
  return Number(/^Max open files\s+(\d+)/m.exec(text)?.[1] ?? 256);
}

async function answer(
  request: IncomingMessage,
  reply: ServerResponse,
  { handler, limits }: {
    readonly handler: Handler;
    readonly limits: typeof SERVER_LIMITS;
  },
): Promise<void> {
  const close = () => {
    request.socket.destroy();
  };
  const { method = "GET", url = "/" } = request;
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    headers.set(name, String(value));
  }
  const base = `http://${headers.get("host")}`;
  if (!URL.canParse(url, base)) return close();
  const body = method === "GET" || method === "HEAD"
    ? {}
    : { body: ReadableStream.from(pace(request, limits, close)) };
  const response = await handler(
    new Request(new URL(url, base), { method, headers, ...body }),
  );
  reply.statusCode = response.status;
  for (const [name, value] of response.headers) reply.appendHeader(name, value);
  // What is left of a refused body is not read.
  if (!request.complete) reply.setHeader("connection", "close");
  if (response.body === null) reply.end();
  else await pipeline(pace(response.body, limits, close), reply);
  if (!request.complete) close();
}

/** Passes parts on and closes the connection once they come, or are taken, too slowly. */
async function* pace(
  parts: AsyncIterable<Uint8Array>,
  { bodyTime, slowest }: typeof SERVER_LIMITS,
  close: () => void,
): AsyncGenerator<Uint8Array> {
  const began = performance.now();
  let bytes = 0;
  const timer = setInterval(() => {
    const spent = performance.now() - began;
    if (spent > bodyTime + 1000 * bytes / slowest) close();
  }, bodyTime / 8);
  try {
    for await (const part of parts) {
      bytes += part.length;
      yield part;
    }
  } finally {
    clearInterval(timer);
  }
}
