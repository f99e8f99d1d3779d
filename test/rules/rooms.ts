import { parse } from "@std/yaml";

/** A folder of sources with one charter. */
export interface Room {
  /** One sentence: what belongs here. */
  readonly charter: string;
  /** Rooms that its sources may import, and single files of rooms that it may not import as a whole. */
  readonly imports: readonly string[];
}

/** The rooms by their folders, from the ground up, as rooms.yaml beside this file says. */
export const ROOMS = parse(
  Deno.readTextFileSync(new URL("./rooms.yaml", import.meta.url)),
) as Readonly<Record<string, Room>>;
