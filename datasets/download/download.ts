import { ifFound } from "../../common/if_possible.ts";
import { hashFile } from "../../common/hash_file.ts";
import { basename } from "node:path";
import { openSource, type Validator } from "./open_source.ts";
import { DownloadError } from "./download_error.ts";
import { LONGEST_WAIT } from "../../common/retry_after.ts";

/** Hash of a file's bytes. */
export interface ContentDigest {
  /** Hash function. */
  readonly algorithm: "md5" | "sha256" | "sha512";
  /** Lower-case hex. */
  readonly hex: string;
}

/** A file to download and its expected content. */
export interface DownloadRequest {
  /** Address: http, https or file. */
  readonly url: string;
  /** Path of the checked file; the download grows in `<path>.part`. */
  readonly path: string;
  /** In bytes, if known. */
  readonly size?: number;
  readonly digest: ContentDigest;
  /** Called with the bytes so far, earlier tries included, and the total if known. */
  readonly report?: (done: number, total: number | undefined) => void;
  /** Stops the download; the partial file is kept. */
  readonly signal?: AbortSignal;
  /** Tries without a new byte before it gives up; default 3. */
  readonly tries?: number;
  /** Milliseconds without data after which a connection is closed; default 30,000. */
  readonly patience?: number;
  /** Waits between two tries; default: a timer. */
  readonly wait?: (milliseconds: number) => Promise<void>;
}

async function sizeOf(path: string): Promise<number> {
  return (await ifFound(Deno.stat(path)))?.size ?? 0;
}

async function readNotes(path: string): Promise<PartNotes> {
  try {
    return JSON.parse(await Deno.readTextFile(path));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof SyntaxError) {
      return {};
    }
    throw error;
  }
}

async function remove(...paths: string[]): Promise<void> {
  for (const path of paths) await ifFound(Deno.remove(path));
}

function isFull(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return code === "ENOSPC" || code === "EDQUOT" ||
    /os error (28|122)\b/.test(String(error));
}

/** Version and size of the file as the server said, stored beside the partial file. */
interface PartNotes extends Validator {
  readonly total?: number;
}

/** Appends the rest of the file to the partial one; returns its size and the expected size. */
async function append(
  options: DownloadRequest,
  part: string,
  notes: string,
): Promise<{ done: number; total: number | undefined }> {
  const { url, size, signal, patience = 30_000, report = () => {} } = options;
  let done = await sizeOf(part);
  const source = await openSource(url, {
    name: basename(options.path),
    start: done,
    patience,
    validator: await readNotes(notes),
    ...(size === undefined ? {} : { size }),
    ...(signal === undefined ? {} : { signal }),
  });
  // a server that cannot resume, or has another version now, sends the whole file
  done = source.start;
  const total = size ?? source.total;
  await Deno.writeTextFile(
    notes,
    JSON.stringify({ ...source.validator, total }),
  );
  using file = await Deno.open(part, { write: true, create: true });
  if ((await file.stat()).size !== done) await file.truncate(done);
  await file.seek(done, Deno.SeekMode.Start);
  report(done, total);
  for await (const chunk of source.chunks) {
    try {
      for (let written = 0; written < chunk.length;) {
        written += await file.write(chunk.subarray(written));
      }
    } catch (error) {
      if (!isFull(error)) throw error;
      throw new DownloadError(
        "space",
        `Cannot write ${part}: no space left on the device after ${done} of ${
          total ?? "unknown"
        } bytes`,
        { cause: error },
      );
    }
    done += chunk.length;
    report(Math.min(done, total ?? done), total);
  }
  await file.sync();
  return { done, total };
}

const RETRIED: readonly string[] = ["unreachable", "broken"];

/**
 * Downloads a file, resumes after a broken connection or a killed process (`Range` with `If-Range`), and renames the
 * file to `path` only if its length and hash are right.
 *
 * @throws {DownloadError} With the file, what was expected and what was found.
 */
export async function download(options: DownloadRequest): Promise<void> {
  const { url, path, size, digest, signal, tries = 3 } = options;
  const wait = options.wait ??
    ((milliseconds) =>
      new Promise<void>((done) => {
        const timer = setTimeout(done, milliseconds);
        signal?.addEventListener("abort", () => {
          clearTimeout(timer);
          done();
        }, { once: true });
      }));
  const part = `${path}.part`;
  const notes = `${path}.part.json`;
  const there = await sizeOf(path);
  if (
    there > 0 && there === (size ?? there) &&
    await hashFile(path, digest.algorithm) === digest.hex
  ) {
    options.report?.(there, there);
    return;
  }
  const resumed = await sizeOf(part) > 0;
  let waited = 0;
  for (let failed = 0;;) {
    const before = await sizeOf(part);
    const known = size ?? (await readNotes(notes)).total;
    if (before > 0 && before === known) break;
    if (before > (known ?? before)) await remove(part, notes);
    try {
      const { done, total } = await append(options, part, notes);
      if (done < (total ?? 0)) {
        throw new DownloadError(
          "broken",
          `Expected ${total} bytes of ${
            basename(path)
          } but found ${done} at ${url}: the connection broke`,
        );
      }
      if (size === undefined) break;
    } catch (error) {
      signal?.throwIfAborted();
      if (
        !(error instanceof DownloadError) || !RETRIED.includes(error.failure)
      ) throw error;
      waited += error.retryAfter ?? 0;
      if (error.retryAfter !== undefined && waited <= LONGEST_WAIT) {
        await wait(error.retryAfter);
        continue;
      }
      failed = await sizeOf(part) > before ? 1 : failed + 1;
      if (failed >= tries || error.retryAfter !== undefined) {
        const done = await sizeOf(part);
        const whole = size ?? (await readNotes(notes)).total;
        if (done === 0 || whole === undefined) throw error;
        throw new DownloadError(
          error.failure,
          `${error.message} after ${done} of ${whole} bytes`,
          { cause: error },
        );
      }
      await wait(250 * 2 ** failed);
    }
  }
  const found = await hashFile(part, digest.algorithm);
  if (found !== digest.hex) {
    const length = await sizeOf(part);
    const corrupt = `${path}.corrupt`;
    await Deno.rename(part, corrupt);
    await remove(notes);
    // the old part may be of another version of the file: restart
    if (resumed) return await download(options);
    const wanted = size === undefined ? "" : ` (${size} bytes)`;
    throw new DownloadError(
      "digest",
      `Expected ${digest.algorithm} ${digest.hex}${wanted} but found ${found} (${length} bytes) in ${
        basename(path)
      } from ${url}; the received bytes are kept in ${corrupt}`,
    );
  }
  await Deno.rename(part, path);
  await remove(notes, `${path}.corrupt`);
}
