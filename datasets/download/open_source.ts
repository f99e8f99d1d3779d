import { fileURLToPath } from "node:url";
import { DownloadError } from "./download_error.ts";
import { LOGIN, loginFor } from "./login.ts";
import { retryAfter } from "../../common/retry_after.ts";
import { whyUnreachable } from "../../common/why_unreachable.ts";

/** Tells whether a file on a server has changed. */
export interface Validator {
  /** Strong `ETag`. */
  readonly etag?: string;
  /** `Last-Modified`. */
  readonly modified?: string;
}

export interface SourceOptions {
  /** Name of the file for errors. */
  readonly name: string;
  /** Bytes already downloaded. */
  readonly start: number;
  /** Expected bytes of the whole file, if known. */
  readonly size?: number;
  /** Milliseconds without data after which the connection is closed. */
  readonly patience: number;
  /** From the answer that sent the first bytes. */
  readonly validator: Validator;
  readonly signal?: AbortSignal;
}

/** A file that is being read, from this machine or a server. */
export interface DownloadSource {
  /** Position of the first byte. */
  readonly start: number;
  /** For a later resumption. */
  readonly validator: Validator;
  /** Bytes of the whole file, if the source says. */
  readonly total?: number;
  readonly chunks: AsyncIterable<Uint8Array>;
}

function lengthError(
  options: SourceOptions,
  found: number,
  url: string,
): DownloadError {
  return new DownloadError(
    "length",
    `Expected ${options.size} bytes of ${options.name} but found ${found} at ${url}`,
  );
}

async function openFile(
  url: string,
  options: SourceOptions,
): Promise<DownloadSource> {
  const path = fileURLToPath(url);
  let file: Deno.FsFile;
  try {
    file = await Deno.open(path, { read: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new DownloadError(
      "missing",
      `${options.name} not found: no file at ${path}`,
      { cause: error },
    );
  }
  const { size, isFile } = await file.stat();
  if (!isFile || (options.size !== undefined && size !== options.size)) {
    file.close();
    throw isFile ? lengthError(options, size, path) : new DownloadError(
      "missing",
      `${options.name} not found: a folder at ${path}`,
    );
  }
  return { start: 0, validator: {}, total: size, chunks: file.readable };
}

/** The chunks of a body; breaks the connection when none comes for `patience` milliseconds. */
async function* patiently(
  body: ReadableStream<Uint8Array>,
  place: string,
  options: {
    readonly patience: number;
    readonly abort: AbortController;
    readonly done: () => void;
  },
): AsyncGenerator<Uint8Array> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const rest = () => {
    clearTimeout(timer);
    timer = setTimeout(() => options.abort.abort(), options.patience);
  };
  try {
    rest();
    for await (const chunk of body) {
      clearTimeout(timer);
      yield chunk;
      rest();
    }
  } catch (error) {
    if (error instanceof DownloadError) throw error;
    throw new DownloadError(
      "broken",
      `Cannot read on from ${place}: the connection broke`,
      { cause: error },
    );
  } finally {
    clearTimeout(timer);
    options.done();
  }
}

/** The chunks of a body; rejects one that starts as a web page. */
async function* rejectPages(
  chunks: AsyncIterable<Uint8Array>,
  pageError: () => DownloadError,
): AsyncGenerator<Uint8Array> {
  let first = true;
  for await (const chunk of chunks) {
    if (
      first &&
      /^\s*<(?:!doctype html|html)/i.test(
        new TextDecoder().decode(chunk.subarray(0, 200)),
      )
    ) throw pageError();
    first = false;
    yield chunk;
  }
}

/** A request that ends with the caller's signal or after a silence. */
interface Connection {
  readonly abort: AbortController;
  /** Stops listening to the caller's signal. */
  readonly done: () => void;
}

function connect({ signal }: SourceOptions): Connection {
  const abort = new AbortController();
  const stop = () => abort.abort(signal?.reason);
  signal?.throwIfAborted();
  signal?.addEventListener("abort", stop);
  return { abort, done: () => signal?.removeEventListener("abort", stop) };
}

async function request(
  url: string,
  { name, start, patience, validator }: SourceOptions,
  { abort, done }: Connection,
): Promise<Response> {
  const timer = setTimeout(() => abort.abort(), patience);
  const guard = validator.etag ?? validator.modified;
  try {
    return await fetch(url, {
      signal: abort.signal,
      // another encoding would change the length and the meaning of a range
      headers: {
        "accept-encoding": "identity",
        ...loginFor(url, Deno.env.get(LOGIN)),
        ...(start > 0 ? { range: `bytes=${start}-` } : {}),
        ...(start > 0 && guard !== undefined ? { "if-range": guard } : {}),
      },
    });
  } catch (error) {
    done();
    throw new DownloadError(
      "unreachable",
      `Cannot download ${name}: ${new URL(url).host} cannot be reached: ${
        abort.signal.aborted
          ? `no answer in ${patience / 1000} s`
          : whyUnreachable(error)
      }`,
      { cause: error },
    );
  } finally {
    clearTimeout(timer);
  }
}

function pageError(
  url: string,
  { headers }: Response,
  { name, size }: SourceOptions,
): DownloadError {
  return new DownloadError(
    "html",
    `Expected ${name}${
      size === undefined ? "" : ` (${size} bytes)`
    } but found a web page (${
      headers.get("content-length") ?? "unknown"
    } bytes) at ${url}`,
  );
}

/** Position and length that an answer announces, or why it is rejected. */
function readAnswer(
  url: string,
  response: Response,
  options: SourceOptions,
): { start: number; total?: number } | DownloadError {
  const { name, start, size } = options;
  const { status, headers } = response;
  if (!response.ok || response.body === null) {
    const retried = status >= 500 || status === 429 || status === 408;
    const wait = retried
      ? retryAfter(headers.get("retry-after"), Date.now())
      : undefined;
    return new DownloadError(
      retried ? "broken" : "status",
      `Expected ${name} but found HTTP ${status} at ${url}${
        wait === undefined
          ? ""
          : `, which asks to wait ${Math.round(wait / 1000)} s`
      }`,
      { retryAfter: wait },
    );
  }
  if (/^\s*text\/html/i.test(headers.get("content-type") ?? "")) {
    return pageError(url, response, options);
  }
  const found = headers.get("content-range");
  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(found ?? "");
  const partial = status === 206;
  if (partial && Number(range?.[1] ?? NaN) !== start) {
    return new DownloadError(
      "broken",
      `Expected the bytes of ${name} from ${start} but found ${found} at ${url}`,
    );
  }
  const announced = partial ? range?.[2] : headers.get("content-length");
  const from = partial ? start : 0;
  if (announced === null || announced === undefined || announced === "*") {
    return { start: from };
  }
  const total = Number(announced);
  return size !== undefined && total !== size
    ? lengthError(options, total, url)
    : { start: from, total };
}

/**
 * Opens an address at a position.
 *
 * @throws {DownloadError} When it cannot be reached, answers with an error or a web page, or has another length.
 */
export async function openSource(
  url: string,
  options: SourceOptions,
): Promise<DownloadSource> {
  if (url.startsWith("file:")) return await openFile(url, options);
  const connection = connect(options);
  const response = await request(url, options, connection);
  const answer = response.status === 416
    ? undefined
    : readAnswer(url, response, options);
  if (answer === undefined || answer instanceof DownloadError) {
    connection.done();
    await response.body?.cancel();
    if (answer !== undefined) throw answer;
    // the part is longer than the file, or the file has changed: from the start
    return await openSource(url, { ...options, start: 0 });
  }
  const etag = response.headers.get("etag");
  const modified = response.headers.get("last-modified");
  const body = patiently(response.body!, `${options.name} from ${url}`, {
    patience: options.patience,
    ...connection,
  });
  return {
    ...answer,
    validator: {
      ...(etag !== null && !etag.startsWith("W/") ? { etag } : {}),
      ...(modified !== null ? { modified } : {}),
    },
    chunks: answer.start === 0
      ? rejectPages(body, () => pageError(url, response, options))
      : body,
  };
}
