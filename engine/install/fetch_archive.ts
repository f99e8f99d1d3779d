import { createHash } from "node:crypto";
import { basename, join } from "node:path";
import { createTarDecoder } from "modern-tar";
import { LONGEST_WAIT, retryAfter } from "../../common/retry_after.ts";
import { whyUnreachable } from "../../common/why_unreachable.ts";
import { describeWriteError, LibraryError } from "../library/library_error.ts";
import type { PinnedArchive } from "../library/pinned.ts";
import { writeStream } from "./write_stream.ts";

/** How an archive is asked for. */
interface RequestOptions {
  /** Milliseconds to wait for an answer. */
  readonly timeout?: number;
  /** Waits before the next try when a server asks for it; default: a timer. */
  readonly wait?: (milliseconds: number) => Promise<void>;
}

/** Asks for an archive until the server sends it, or has asked to wait for longer than {@linkcode LONGEST_WAIT} in all. */
async function request(
  archive: PinnedArchive,
  { timeout = 30_000, wait = pause }: RequestOptions,
): Promise<Response> {
  const what = `libtensorflow ${archive.version}`;
  const { host } = new URL(archive.url);
  for (let waited = 0;;) {
    const response = await ask(archive, timeout);
    if (response.ok && response.body !== null) return response;
    await response.body?.cancel();
    const { status, headers } = response;
    const asked = status >= 500 || status === 429
      ? retryAfter(headers.get("retry-after"), Date.now())
      : undefined;
    waited += asked ?? 0;
    if (asked === undefined || waited > LONGEST_WAIT) {
      throw new LibraryError(
        "network",
        `Cannot download ${what} from ${host}: HTTP ${status}${
          asked === undefined
            ? ""
            : `, and it asks to wait ${Math.round(asked / 1000)} s`
        }`,
      );
    }
    await wait(asked);
  }
}

async function ask(
  archive: PinnedArchive,
  timeout: number,
): Promise<Response> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), timeout);
  try {
    return await fetch(archive.url, { signal: abort.signal });
  } catch (error) {
    throw new LibraryError(
      "network",
      `Cannot download libtensorflow ${archive.version}: ${
        new URL(archive.url).host
      } cannot be reached: ${
        abort.signal.aborted
          ? `no answer in ${timeout / 1000} s`
          : whyUnreachable(error)
      }`,
      { cause: error },
    );
  } finally {
    clearTimeout(timer);
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds));
}

const MEMBER = /(?:^|\/)lib\/(libtensorflow(?:_framework)?)\.so\.\d[\d.]*$/;

/**
 * Downloads an official archive of the C API and unpacks its two libraries into
 * `folder` as `libtensorflow.so.2` and `libtensorflow_framework.so.2`.
 *
 * @throws {LibraryError} When the host cannot be reached, the SHA-256 differs or the disk is full.
 */
export async function fetchArchive(
  archive: PinnedArchive,
  folder: string,
  options: RequestOptions & {
    /** Called with the bytes so far and the length that the server announced; 0 if it announced none. */
    readonly report: (bytes: number, total: number) => void;
  },
): Promise<void> {
  const response = await request(archive, options);
  const total = Number(response.headers.get("content-length") ?? 0);
  const hash = createHash("sha256");
  let bytes = 0;
  const counted = (response.body ?? new Blob().stream()).pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(chunk, controller) {
        hash.update(chunk);
        bytes += chunk.length;
        options.report(bytes, total);
        controller.enqueue(chunk);
      },
    }),
  );
  const found = new Set<string>();
  try {
    const entries = counted.pipeThrough(new DecompressionStream("gzip"))
      .pipeThrough(createTarDecoder());
    for await (const entry of entries) {
      const name = MEMBER.exec(entry.header.name)?.[1];
      // names without the full version are symbolic links to these files
      if (name === undefined || entry.header.type !== "file") {
        // modern-tar 0.8.6 hangs after a cancelled body
        await entry.body.pipeTo(new WritableStream());
        continue;
      }
      await writeStream(entry.body, join(folder, `${name}.so.2`), () => {});
      found.add(name);
    }
  } catch (error) {
    if (error instanceof LibraryError) throw error;
    if (error instanceof TypeError) {
      throw new LibraryError(
        "network",
        `Cannot download libtensorflow ${archive.version}: the connection broke after ${bytes} bytes, or ${
          basename(archive.url)
        } is damaged`,
        { cause: error },
      );
    }
    throw describeWriteError(error, folder);
  }
  const sha256 = hash.digest("hex");
  if (sha256 !== archive.sha256) {
    throw new LibraryError(
      "hash",
      `Expected sha256 ${archive.sha256} but found ${sha256} (${bytes} bytes) at ${archive.url}`,
    );
  }
  if (found.size !== 2) {
    throw new LibraryError(
      "damaged",
      `Expected libtensorflow and libtensorflow_framework but found ${
        [...found].join(", ") || "neither"
      } in ${archive.url}`,
    );
  }
}
