import { fileURLToPath } from "node:url";
import { DownloadError } from "./download_error.ts";

/** What tells whether a file on a server is still the same. */
export interface Validator {
  /** `ETag`, when it is a strong one. */
  readonly etag?: string;
  /** `Last-Modified`. */
  readonly modified?: string;
}

/** Where to go on with a download. */
export interface SourceOptions {
  /** Name of the file for errors. */
  readonly name: string;
  /** Bytes that are there already. */
  readonly start: number;
  /** Bytes that the whole file must have, where that is known. */
  readonly size?: number;
  /** Milliseconds of silence after which the connection is given up. */
  readonly patience: number;
  /** What the server said of the file when the first bytes came. */
  readonly validator: Validator;
  /** Stops the reading. */
  readonly signal?: AbortSignal;
}

/** An open source. */
export interface Source {
  /** Position of the first byte that comes. */
  readonly start: number;
  /** What to remember of the file. */
  readonly validator: Validator;
  /** Bytes of the whole file, where the source says. */
  readonly total?: number;
  /** The bytes. */
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

async function openFile(url: string, options: SourceOptions): Promise<Source> {
  const path = fileURLToPath(url);
  let file: Deno.FsFile;
  try {
    file = await Deno.open(path, { read: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new DownloadError(
      "missing",
      `Expected ${options.name} but found no file at ${path}`,
      { cause: error },
    );
  }
  const { size, isFile } = await file.stat();
  if (!isFile || (options.size !== undefined && size !== options.size)) {
    file.close();
    throw isFile ? lengthError(options, size, path) : new DownloadError(
      "missing",
      `Expected ${options.name} but found a folder at ${path}`,
    );
  }
  return { start: 0, validator: {}, total: size, chunks: file.readable };
}

/** Reads a body, and gives up when nothing comes for a while. */
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
      `Cannot go on with ${place}: the connection broke`,
      { cause: error },
    );
  } finally {
    clearTimeout(timer);
    options.done();
  }
}

/** First bytes of a body that turns out to be a page, or the body from its start. */
async function* refusePages(
  chunks: AsyncIterable<Uint8Array>,
  refuse: () => DownloadError,
): AsyncGenerator<Uint8Array> {
  let first = true;
  for await (const chunk of chunks) {
    if (
      first &&
      /^\s*<(?:!doctype html|html)/i.test(
        new TextDecoder().decode(chunk.subarray(0, 200)),
      )
    ) throw refuse();
    first = false;
    yield chunk;
  }
}

/**
 * Opens an address at a position.
 *
 * @throws {DownloadError} When it cannot be reached, answers with an error or a web page, or has another length.
 */
export async function openSource(
  url: string,
  options: SourceOptions,
): Promise<Source> {
  if (url.startsWith("file:")) return await openFile(url, options);
  const { name, start, size, validator } = options;
  const abort = new AbortController();
  const stop = () => abort.abort(options.signal?.reason);
  options.signal?.throwIfAborted();
  options.signal?.addEventListener("abort", stop);
  const done = () => options.signal?.removeEventListener("abort", stop);
  const timer = setTimeout(() => abort.abort(), options.patience);
  const guard = validator.etag ?? validator.modified;
  let response: Response;
  try {
    response = await fetch(url, {
      signal: abort.signal,
      // Another encoding would change the length and the meaning of a range.
      headers: {
        "accept-encoding": "identity",
        ...(start > 0 ? { range: `bytes=${start}-` } : {}),
        ...(start > 0 && guard !== undefined ? { "if-range": guard } : {}),
      },
    });
  } catch (error) {
    done();
    throw new DownloadError(
      "unreachable",
      `Cannot download ${name}: ${new URL(url).host} cannot be reached`,
      { cause: error },
    );
  } finally {
    clearTimeout(timer);
  }
  const fail = async (error: DownloadError): Promise<never> => {
    done();
    await response.body?.cancel();
    throw error;
  };
  if (response.status === 416) {
    // The part is longer than the file, or the file has changed: from the start.
    await response.body?.cancel();
    done();
    return await openSource(url, { ...options, start: 0 });
  }
  if (!response.ok || response.body === null) {
    const retried = response.status >= 500 || response.status === 429 ||
      response.status === 408;
    return await fail(
      new DownloadError(
        retried ? "broken" : "status",
        `Expected ${name} but found HTTP ${response.status} at ${url}`,
      ),
    );
  }
  const length = size === undefined ? "" : ` (${size} bytes)`;
  const page = () =>
    new DownloadError(
      "html",
      `Expected ${name}${length} but found a web page (${
        response.headers.get("content-length") ?? "unknown"
      } bytes) at ${url}`,
    );
  if (/^\s*text\/html/i.test(response.headers.get("content-type") ?? "")) {
    return await fail(page());
  }
  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(
    response.headers.get("content-range") ?? "",
  );
  const from = response.status === 206 ? Number(range?.[1] ?? NaN) : 0;
  const announced = response.status === 206
    ? range?.[2]
    : response.headers.get("content-length");
  if (response.status === 206 && from !== start) {
    return await fail(
      new DownloadError(
        "broken",
        `Expected the bytes of ${name} from ${start} but found ${
          response.headers.get("content-range")
        } at ${url}`,
      ),
    );
  }
  const total =
    announced === null || announced === undefined || announced === "*"
      ? undefined
      : Number(announced);
  if (total !== undefined && size !== undefined && total !== size) {
    return await fail(lengthError(options, total, url));
  }
  const etag = response.headers.get("etag");
  const modified = response.headers.get("last-modified");
  const body = patiently(response.body, `${name} from ${url}`, {
    patience: options.patience,
    abort,
    done,
  });
  return {
    start: from,
    validator: {
      ...(etag !== null && !etag.startsWith("W/") ? { etag } : {}),
      ...(modified !== null ? { modified } : {}),
    },
    ...(total === undefined ? {} : { total }),
    chunks: from === 0 ? refusePages(body, page) : body,
  };
}
