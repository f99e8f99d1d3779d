/** Faults of a server on this machine. */
export interface Faults {
  /** Ends each connection after this many bytes of the body, as often as it says. */
  readonly cut?: { readonly after: number; readonly times: number };
  /** Answers this many requests after the last cut with an error. */
  readonly refuseAfterCut?: number;
  /** Ignores `Range`. */
  readonly noRange?: boolean;
  /** Announces this length in `Content-Range` and `Content-Length`. */
  readonly length?: number;
  /** Answers the first requests with this status. */
  readonly status?: {
    readonly code: number;
    readonly times: number;
    readonly retryAfter?: string;
  };
  /** `Authorization` of every request; others get 401. */
  readonly authorization?: string;
  /** Sends the file under another address. */
  readonly redirect?: boolean;
  /** Never sends the rest after this many bytes. */
  readonly stall?: number;
}

/** A running server. */
export interface FileServer {
  /** Address of the file. */
  readonly url: string;
  /** `Range` and `If-Range` of each request. */
  readonly requests: readonly string[];
  /** Replaces the file and its ETag. */
  replace(bytes: Uint8Array<ArrayBuffer>, etag: string): void;
  /** Stops it. */
  close(): Promise<void>;
}

/** Serves one file with given faults. Raw connections, so that it can break in the middle of a body. */
export function serveFile(
  bytes: Uint8Array<ArrayBuffer>,
  faults: Faults = {},
): FileServer {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const requests: string[] = [];
  const open = new Set<Deno.Conn>();
  let content = bytes;
  let etag = '"1"';
  let cuts = faults.cut?.times ?? 0;
  let refusals = faults.status?.times ?? 0;

  const answer = async (connection: Deno.Conn): Promise<void> => {
    const head = await readHead(connection);
    const header = (name: string) =>
      new RegExp(`^${name}: (.+)$`, "im").exec(head)?.[1];
    const reply = (line: string, headers: readonly string[]) =>
      connection.write(headOf(line, headers));
    requests.push(
      [header("range"), header("if-range")].filter((value) =>
        value !== undefined
      ).join(" "),
    );
    if (faults.redirect && !head.startsWith("GET /moved")) {
      await reply("302 Found", ["location: /moved", "content-length: 0"]);
      return;
    }
    const refused = refusals > 0
      ? refusal(faults)
      : stranger(faults, header("authorization"));
    if (refused !== undefined) {
      refusals = Math.max(0, refusals - 1);
      await reply(...refused);
      return;
    }
    const asked = /bytes=(\d+)-/.exec(header("range") ?? "");
    const same = header("if-range") === undefined ||
      header("if-range") === etag;
    const start = asked !== null && same && !faults.noRange
      ? Number(asked[1])
      : 0;
    const total = faults.length ?? content.length;
    if (start >= content.length && start > 0) {
      await reply("416 No", [
        `content-range: bytes */${total}`,
        "content-length: 0",
      ]);
      return;
    }
    await reply(start > 0 ? "206 Partial Content" : "200 OK", [
      `etag: ${etag}`,
      `content-length: ${total - start}`,
      ...(start > 0
        ? [`content-range: bytes ${start}-${total - 1}/${total}`]
        : []),
    ]);
    const cut = cuts > 0;
    if (cut && --cuts === 0 && faults.refuseAfterCut !== undefined) {
      refusals = faults.refuseAfterCut;
    }
    const end = faults.stall ??
      (cut ? start + (faults.cut?.after ?? 0) : content.length);
    await send(connection, content.subarray(start, end));
    if (faults.stall !== undefined) await connection.read(new Uint8Array(1));
  };
  const accepting = acceptAll(listener, answer, open);

  return {
    url: `http://127.0.0.1:${listener.addr.port}/file.bin`,
    requests,
    replace: (next, tag) => {
      content = next;
      etag = tag;
    },
    close: () => closed(listener, accepting, open),
  };
}

function headOf(line: string, headers: readonly string[]) {
  return new TextEncoder().encode(
    [`HTTP/1.1 ${line}`, ...headers, "connection: close", "\r\n"]
      .join("\r\n"),
  );
}

type Refusal = [line: string, headers: string[]];

function refusal({ status }: Faults): Refusal {
  const after = status?.retryAfter;
  return [`${status?.code ?? 503} No`, [
    "content-length: 0",
    ...(after === undefined ? [] : [`retry-after: ${after}`]),
  ]];
}

function stranger(
  { authorization }: Faults,
  given: string | undefined,
): Refusal | undefined {
  return authorization === undefined || authorization === given
    ? undefined
    : ["401 No", ["content-length: 0"]];
}

async function readHead(connection: Deno.Conn): Promise<string> {
  let head = "";
  const piece = new Uint8Array(4096);
  while (!head.includes("\r\n\r\n")) {
    const count = await connection.read(piece);
    if (count === null) break;
    head += new TextDecoder().decode(piece.subarray(0, count));
  }
  return head.replaceAll("\r\n", "\n");
}

async function acceptAll(
  listener: Deno.Listener,
  answer: (connection: Deno.Conn) => Promise<void>,
  open: Set<Deno.Conn>,
): Promise<void> {
  for await (const connection of listener) {
    open.add(connection);
    // A client that closes its connection ends that connection alone.
    answer(connection).catch(() => {}).finally(() => {
      open.delete(connection);
      connection.close();
    });
  }
}

async function send(
  connection: Deno.Conn,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<void> {
  await new Blob([bytes]).stream().pipeTo(
    new WritableStream({
      write: async (chunk: Uint8Array) => {
        for (let at = 0; at < chunk.length;) {
          at += await connection.write(chunk.subarray(at));
        }
      },
    }),
  );
}

async function closed(
  listener: Deno.Listener,
  accepting: Promise<void>,
  open: ReadonlySet<Deno.Conn>,
): Promise<void> {
  listener.close();
  await accepting;
  for (let waited = 0; open.size > 0 && waited < 100; waited++) {
    await new Promise((done) => setTimeout(done, 10));
  }
}
