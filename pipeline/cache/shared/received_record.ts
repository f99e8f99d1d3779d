import { z } from "zod";
import { ifPossible } from "../../../common/if_possible.ts";
import type { ActionRecord } from "../store/action_record.ts";
import { leavingLink } from "../store/leaving_link.ts";
import { alikeEntries, type Manifest } from "../store/manifest.ts";
import { RECORD_FIELDS } from "../store/record_shape.ts";
import { SIGNED_RECORD, type SignedRecord } from "./record_signature.ts";

const RECORD = z.strictObject(RECORD_FIELDS);

/** Parses an answer of a shared cache; `undefined` for anything but a signed record. */
export function parseSigned(text: string): SignedRecord | undefined {
  return SIGNED_RECORD.safeParse(ifPossible(() => JSON.parse(text))).data;
}

/**
 * Parses a record from another machine, with checks of every digest, size and path.
 *
 * @param expected Key and output names of the action.
 * @returns The record; `undefined` for one of another action.
 */
export function parseReceived(
  text: string,
  expected: { readonly key: string; readonly outputs: readonly string[] },
): ActionRecord | undefined {
  const record = RECORD.safeParse(ifPossible(() => JSON.parse(text))).data;
  if (record === undefined || record.key !== expected.key) return undefined;
  const outputs = record.outputs as Record<string, Manifest>;
  if (!Object.values(outputs).every(isSafe)) return undefined;
  const names = Object.keys(record.outputs).sort();
  const same = names.join("\0") === [...expected.outputs].sort().join("\0");
  return same ? { ...record, outputs } : undefined;
}

/** True for an output that stays in its folder wherever it is laid out. */
function isSafe(manifest: Manifest): boolean {
  if (manifest.type === "file") return true;
  const { entries } = manifest;
  return isTree(entries) && leavingLink(entries) === undefined &&
    alikeEntries(entries) === undefined;
}

/** True if entries are sorted and unique, and their folders are earlier entries, so that none lies below a link. */
function isTree(
  entries: readonly { readonly type: string; readonly path: string }[],
): boolean {
  const folders = new Set<string>();
  let last = "";
  for (const { type, path } of entries) {
    if (path <= last) return false;
    last = path;
    const end = path.lastIndexOf("/");
    if (end >= 0 && !folders.has(path.slice(0, end))) return false;
    if (type === "dir") folders.add(path);
  }
  return true;
}
