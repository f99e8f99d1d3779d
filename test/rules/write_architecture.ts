/**
 * Writes the pictures of the documentation and the table of rooms: `deno task architecture`.
 *
 * @module
 */
import { ROOT } from "../support/root.ts";
import { claimPicture } from "./claim_picture.ts";
import { ROOMS } from "./rooms.ts";
import { roomsSvg, withRoomsTable } from "./rooms_picture.ts";

if (import.meta.main) {
  const page = `${ROOT}/ARCHITECTURE.md`;
  const text = Deno.readTextFileSync(page);
  Deno.writeTextFileSync(page, withRoomsTable(text, ROOMS));
  Deno.writeTextFileSync(`${ROOT}/docs/rooms.svg`, await roomsSvg(ROOMS));
  Deno.writeTextFileSync(`${ROOT}/docs/claim.svg`, claimPicture());
}
