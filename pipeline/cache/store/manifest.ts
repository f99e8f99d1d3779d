import { alikeNames } from "../../base/alike_names.ts";
import { digest, sha256File } from "../../base/digest.ts";
import { listNames } from "../../base/list_names.ts";
import { leavingLink } from "./leaving_link.ts";

/** Content of a file by its digest. */
export interface FileContent {
  /** SHA-256 of the bytes. */
  readonly sha256: string;
  /** Size in bytes. */
  readonly size: number;
  /** True for an executable of the owner. */
  readonly exec: boolean;
}

/** One entry of a folder. */
export type FolderEntry =
  | { readonly type: "dir"; readonly path: string }
  | ({ readonly type: "file"; readonly path: string } & FileContent)
  | { readonly type: "link"; readonly path: string; readonly target: string };

/** Content of an artifact: a file, or a folder with everything inside. */
export type Manifest =
  | ({ readonly type: "file" } & FileContent)
  | { readonly type: "dir"; readonly entries: readonly FolderEntry[] };

/** Digest of an artifact's content, without its name, date and owner. */
export function manifestDigest(manifest: Manifest): string {
  return digest("artifact", manifest);
}

/** Blobs that a manifest names. */
export function manifestBlobs(manifest: Manifest): FileContent[] {
  if (manifest.type === "file") return [manifest];
  return manifest.entries.filter((entry) => entry.type === "file");
}

/**
 * Reads a file or folder into a manifest.
 *
 * Throws a `TypeError` for names that are not UTF-8, absolute links, links that may leave the folder, sockets, devices, and names that some file
 * systems hold for one.
 *
 * @returns Its manifest; folder entries are sorted by path.
 */
export function scanManifest(path: string): Manifest {
  const info = Deno.lstatSync(path);
  if (info.isFile) return { type: "file", ...fileContent(path, info) };
  if (!info.isDirectory) {
    throw new TypeError(
      `Expected a file or a folder but found ${
        info.isSymlink ? "a link" : "a special file"
      } in ${path}`,
    );
  }
  const entries: FolderEntry[] = [];
  scanFolder(path, "", entries);
  entries.sort((a, b) => a.path < b.path ? -1 : 1);
  const fault = leavingLink(entries) ?? alikeEntries(entries);
  if (fault !== undefined) throw new TypeError(fault);
  return { type: "dir", entries };
}

/** Two entries that some file systems hold for one, as one message; `undefined` without any. */
export function alikeEntries(
  entries: readonly FolderEntry[],
): string | undefined {
  const alike = alikeNames(entries, ({ path }) => path);
  return alike === undefined
    ? undefined
    : `Expected names that differ in more than case and Unicode form but found ${
      alike[0].path
    } and ${alike[1].path}`;
}

function scanFolder(
  root: string,
  prefix: string,
  entries: FolderEntry[],
): void {
  for (const name of listNames(`${root}/${prefix}`.replace(/\/$/, ""))) {
    const path = `${prefix}${name}`;
    const full = `${root}/${path}`;
    const info = Deno.lstatSync(full);
    if (info.isSymlink) {
      entries.push({ type: "link", path, target: Deno.readLinkSync(full) });
    } else if (info.isDirectory) {
      entries.push({ type: "dir", path });
      scanFolder(root, `${path}/`, entries);
    } else if (info.isFile) {
      entries.push({ type: "file", path, ...fileContent(full, info) });
    } else {
      throw new TypeError(
        `Expected a file, folder or link but found a special file in ${full}`,
      );
    }
  }
}

function fileContent(path: string, info: Deno.FileInfo): FileContent {
  return { ...sha256File(path), exec: ((info.mode ?? 0) & 0o100) !== 0 };
}
