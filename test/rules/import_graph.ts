import { dirname } from "node:path/posix";
import type { SourceFile } from "./source_files.ts";

/** A graph by the targets of each node: files by the files that they import, or rooms by rooms. */
export type Arrows = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * The room of a file: its folder. Each stage's folder is a room of its own, named `stages/*` with all the others.
 *
 * @param path Path from the repository root.
 */
export function roomOf(path: string): string {
  const folder = dirname(path);
  return /^stages\/(?!report$)[a-z]\w*$/.test(folder) ? "stages/*" : folder;
}

/** Imports between files, types included. Imports of missing files are dropped. */
export function fileArrows(files: readonly SourceFile[]): Arrows {
  const known = new Set(files.map(({ path }) => path));
  return new Map(
    files.map(({ path, imports }) => [
      path,
      new Set(imports.filter((target) => known.has(target))),
    ]),
  );
}

/** Arrows between rooms that follow from those between files. */
export function roomArrows(files: Arrows): Arrows {
  const rooms = new Map<string, Set<string>>();
  for (const [path, targets] of files) {
    const room = roomOf(path);
    const reached = rooms.get(room) ?? new Set();
    rooms.set(room, reached);
    for (const target of targets) {
      if (roomOf(target) !== room) reached.add(roomOf(target));
    }
  }
  return rooms;
}

/**
 * Groups of nodes that reach each other (strongly connected components of more than one node), by Tarjan's algorithm.
 *
 * @param arrows A graph.
 * @returns Each group in order of its names.
 */
export function circles(arrows: Arrows): string[][] {
  const index = new Map<string, number>();
  const stack: string[] = [];
  const found: string[][] = [];
  function visit(node: string): number {
    const own = index.size;
    index.set(node, own);
    let low = own;
    stack.push(node);
    for (const target of arrows.get(node) ?? []) {
      if (!index.has(target)) low = Math.min(low, visit(target));
      else if (stack.includes(target)) low = Math.min(low, index.get(target)!);
    }
    if (low === own) {
      const group = stack.splice(stack.indexOf(node));
      if (group.length > 1) found.push(group.sort());
    }
    return low;
  }
  for (const node of arrows.keys()) if (!index.has(node)) visit(node);
  return found;
}
