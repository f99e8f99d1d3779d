import { createHash } from "node:crypto";
import { equalSecrets } from "../../base/digest.ts";
import { isLoopbackHost } from "../../base/loopback.ts";
import { syncFolder } from "../../base/sync_folder.ts";
import { removeIfThere } from "../../base/write_atomic.ts";
import { RECORD_LIMIT } from "./transfer.ts";
import { writeAll } from "../../../common/write_all.ts";
import { ifThere } from "../../base/read_files.ts";

/** Settings of a cache server. */
export interface CacheServerOptions {
  /** Folder of the stored files. */
  readonly folder: string;
  /** Bearer token of every request; without one, everybody who names a loopback address may read and write. */
  readonly token?: string;
  /** Most bytes that it stores. */
  readonly quota: number;
}

/**
 * Makes a small server with the layout of Bazel's remote cache for a lab: GET, HEAD and PUT of `/ac/<key>` and
 * `/cas/<sha256>`, both 64 hexadecimal digits. Uploads to `/cas` must have the digest that their name says; files
 * appear whole (temporary file, fsync, rename); uploads above the quota are rejected (507).
 *
 * @param options Folder, token and quota.
 */
export function cacheServer(
  options: CacheServerOptions,
): (request: Request) => Promise<Response> {
  const temp = `${options.folder}/tmp`;
  removeIfThere(temp);
  Deno.mkdirSync(temp, { recursive: true });
  let used = folderSize(options.folder);

  async function keep(request: Request, target: Target): Promise<Response> {
    const draft = `${temp}/${crypto.randomUUID()}`;
    const hash = createHash("sha256");
    const limit = target.shelf === "ac" ? RECORD_LIMIT : Infinity;
    let size = 0;
    try {
      {
        using file = Deno.openSync(draft, { write: true, createNew: true });
        for await (const part of request.body ?? []) {
          if (size + part.length > limit) return plain(413);
          if (used + part.length > options.quota) return plain(507);
          size += part.length;
          used += part.length;
          hash.update(part);
          writeAll(file, part);
        }
        const length = request.headers.get("content-length");
        if (length !== null && Number(length) !== size) return plain(400);
        if (target.shelf === "cas" && hash.digest("hex") !== target.name) {
          return plain(400);
        }
        file.syncSync();
      }
      used -= sizeOf(target.path) ?? 0;
      Deno.mkdirSync(target.folder, { recursive: true });
      Deno.renameSync(draft, target.path);
      syncFolder(target.folder);
      size = 0;
      return plain(200);
    } catch {
      return plain(400);
    } finally {
      used -= size;
      removeIfThere(draft);
    }
  }

  return async (request) => {
    const { host, pathname } = new URL(request.url);
    if (options.token === undefined && !isLoopbackHost(host)) return plain(421);
    if (options.token !== undefined && !carries(request, options.token)) {
      return plain(401);
    }
    const target = targetOf(pathname, options.folder);
    if (target === undefined) return plain(404);
    if (request.method === "PUT") return await keep(request, target);
    if (request.method !== "GET" && request.method !== "HEAD") {
      return plain(405);
    }
    const size = sizeOf(target.path);
    if (size === undefined) return plain(404);
    const headers = {
      "content-length": String(size),
      "content-type": "application/octet-stream",
      "x-content-type-options": "nosniff",
    };
    if (request.method === "HEAD") return new Response(null, { headers });
    const file = await Deno.open(target.path);
    return new Response(file.readable, { headers });
  };
}

interface Target {
  readonly shelf: "ac" | "cas";
  readonly name: string;
  readonly folder: string;
  readonly path: string;
}

function targetOf(path: string, root: string): Target | undefined {
  const [, shelf, name] = /^\/(ac|cas)\/([0-9a-f]{64})$/.exec(path) ?? [];
  if ((shelf !== "ac" && shelf !== "cas") || name === undefined) {
    return undefined;
  }
  const folder = `${root}/${shelf}/${name.slice(0, 2)}`;
  return { shelf, name, folder, path: `${folder}/${name}` };
}

function carries(request: Request, token: string): boolean {
  const given = request.headers.get("authorization") ?? "";
  return equalSecrets(given, `Bearer ${token}`);
}

function plain(status: number): Response {
  return new Response(null, { status });
}

function sizeOf(path: string): number | undefined {
  return ifThere(() => Deno.statSync(path).size);
}

function folderSize(path: string): number {
  let size = 0;
  for (const entry of Deno.readDirSync(path)) {
    const inner = `${path}/${entry.name}`;
    size += entry.isDirectory ? folderSize(inner) : sizeOf(inner) ?? 0;
  }
  return size;
}
