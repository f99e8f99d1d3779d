import { assertEquals, assertStringIncludes } from "@std/assert";
import { ROOT } from "../support/root.ts";
import { ROOMS } from "./rooms.ts";
import {
  directImports,
  roomsDot,
  roomsSvg,
  roomsTable,
  withRoomsTable,
} from "./rooms_picture.ts";

/** Drops the padding that the formatter gives the columns of a table. */
function unpadded(text: string): string {
  return text.replace(/ +/g, " ").replace(/-{3,}/g, "---");
}

Deno.test("ARCHITECTURE.md has the table of the rooms and their picture; `deno task architecture` writes both", async () => {
  const page = Deno.readTextFileSync(`${ROOT}/ARCHITECTURE.md`);
  assertEquals(unpadded(page), unpadded(withRoomsTable(page, ROOMS)));
  assertStringIncludes(page, "(docs/rooms.svg)");
  assertEquals(
    Deno.readTextFileSync(`${ROOT}/docs/rooms.svg`),
    await roomsSvg(ROOMS),
  );
});

Deno.test("directImports() leaves out what is reached through another room", () => {
  const rooms = {
    a: { charter: "A.", imports: [] },
    b: { charter: "B.", imports: ["a"] },
    c: { charter: "C.", imports: ["a", "b", "a/one.ts"] },
  };
  assertEquals(directImports(rooms, "c"), ["b"]);
  const dot = roomsDot(rooms);
  assertStringIncludes(dot, `"c" -> "b";`);
  assertEquals(dot.includes(`"c" -> "a";`), false);
  assertStringIncludes(roomsTable(rooms), "| `b/` | B. |");
});
