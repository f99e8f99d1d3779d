import { Graphviz } from "@hpcc-js/wasm-graphviz";
import type { Room } from "./rooms.ts";

type Rooms = Readonly<Record<string, Room>>;

const START = "<!-- rooms: written by `deno task architecture` -->";
const END = "<!-- end of rooms -->";

/** Rooms that a room imports, leaving out those that it reaches through another one anyway. */
export function directImports(rooms: Rooms, room: string): string[] {
  const targets = (rooms[room]?.imports ?? [])
    .filter((target) => Object.hasOwn(rooms, target));
  const behind = new Set<string>();
  const follow = (from: string): void => {
    for (const target of rooms[from]?.imports ?? []) {
      if (!Object.hasOwn(rooms, target) || behind.has(target)) continue;
      behind.add(target);
      follow(target);
    }
  };
  targets.forEach(follow);
  return targets.filter((target) => !behind.has(target));
}

/** DOT text of all rooms: a box for each folder that holds several, arrows to what is imported. */
export function roomsDot(rooms: Rooms): string {
  const names = Object.keys(rooms);
  const boxes = new Map<string, string[]>();
  for (const name of names) {
    const box = boxOf(name);
    boxes.set(box, [...boxes.get(box) ?? [], name]);
  }
  const node = (name: string): string =>
    `    "${name}" [label="${labelOf(name)}"];`;
  const clusters = [...boxes].map(([box, members], at) =>
    [
      `  subgraph cluster_${at} {`,
      `    label="${box}"; labeljust=l; style="rounded,filled"; color="#c9d1d9"; fillcolor="#f6f8fa"; fontsize=13;`,
      ...members.map(node),
      `  }`,
    ].join("\n")
  );
  const arrows = names.flatMap((name) =>
    directImports(rooms, name).map((target) => `  "${name}" -> "${target}";`)
  );
  return [
    `digraph rooms {`,
    `  graph [rankdir=TB, ranksep=0.45, nodesep=0.18, fontname="Helvetica", newrank=true];`,
    `  node [shape=box, style="rounded,filled", fillcolor=white, color="#8b949e", fontname="Helvetica", fontsize=11, height=0.28, margin="0.08,0.03"];`,
    `  edge [color="#57606a", arrowsize=0.55];`,
    ...clusters,
    ...arrows,
    `}`,
    ``,
  ].join("\n");
}

/** The picture of ARCHITECTURE.md. */
export async function roomsSvg(rooms: Rooms): Promise<string> {
  const graphviz = await Graphviz.load();
  return graphviz.dot(roomsDot(rooms)).replace(/<!--[\s\S]*?-->\s*/g, "");
}

/** The table of ARCHITECTURE.md: each room with its charter. */
export function roomsTable(rooms: Rooms): string {
  const rows = Object.entries(rooms).reverse()
    .map(([room, { charter }]) => `| \`${room}/\` | ${charter} |`);
  return ["| Room | Charter |", "| --- | --- |", ...rows].join("\n");
}

/** Puts the table between the marks of a page. */
export function withRoomsTable(page: string, rooms: Rooms): string {
  const start = page.indexOf(START);
  const end = page.indexOf(END);
  if (start < 0 || end < start) {
    throw new Error(`Expected ${START} and ${END} in the page`);
  }
  return `${page.slice(0, start)}${START}\n\n${roomsTable(rooms)}\n\n${
    page.slice(end)
  }`;
}

function boxOf(room: string): string {
  const parts = room.split("/");
  if (parts[0] === "pipeline" && parts.length > 2) {
    return parts.slice(0, 2).join("/");
  }
  if (room.startsWith("stages/report")) return "stages/report";
  return parts[0]!;
}

function labelOf(room: string): string {
  const box = boxOf(room);
  return room === box ? `${room}/` : room.slice(box.length + 1);
}
