import { tryDigest } from "./digest.ts";

/** A file with its size. */
export interface SizedFile {
  readonly path: string;
  /** Size in bytes, by which files are shared among threads. */
  readonly size: number;
}

/** Bytes that one thread reads in the time in which another starts. */
const WORTH_A_THREAD = 1 << 26;

/**
 * SHA-256 of files, on several cores where there is much to read: one core reads and digests about 1.5 GB/s.
 *
 * @param files Files, each once.
 * @param options Threads, this one included.
 * @returns Digests by path; `undefined` for a file that cannot be read.
 */
export async function hashFiles(
  files: readonly SizedFile[],
  options: { readonly threads: number },
): Promise<Map<string, string | undefined>> {
  const total = files.reduce((sum, { size }) => sum + size, 0);
  const threads = Math.max(
    1,
    Math.min(options.threads, files.length, Math.floor(total / WORTH_A_THREAD)),
  );
  const [own = [], ...others] = shareOut(files, threads);
  const rest = others.map(hashElsewhere);
  // Lets the threads start before this one is busy.
  if (rest.length > 0) await new Promise((resolve) => setTimeout(resolve));
  const digests = new Map(own.map((path) => [path, tryDigest(path)] as const));
  for (const entries of await Promise.all(rest)) {
    for (const [path, digest] of entries) digests.set(path, digest);
  }
  return digests;
}

/** Deals files out, the largest first, to whoever has least to read. */
function shareOut(files: readonly SizedFile[], parts: number): string[][] {
  const shares = Array.from({ length: parts }, () => ({
    size: 0,
    paths: [] as string[],
  }));
  for (const { path, size } of files.toSorted((a, b) => b.size - a.size)) {
    const least = shares.reduce((a, b) => b.size < a.size ? b : a);
    least.size += size;
    least.paths.push(path);
  }
  return shares.map(({ paths }) => paths);
}

async function hashElsewhere(
  paths: readonly string[],
): Promise<(readonly [string, string | undefined])[]> {
  const worker = new Worker(new URL("./hash_worker.ts", import.meta.url), {
    type: "module",
  });
  try {
    const { promise, resolve, reject } = Promise.withResolvers<
      readonly (string | undefined)[]
    >();
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error(event.message));
    };
    worker.postMessage(paths);
    const digests = await promise;
    return paths.map((path, index) => [path, digests[index]] as const);
  } finally {
    worker.terminate();
  }
}
