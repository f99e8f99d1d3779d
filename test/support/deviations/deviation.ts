// What docs/data-sets.md says of files that differ from the usual, as values that a test compares and carries out.
import { assertEquals, assertRejects } from "@std/assert";

/** A row of docs/data-sets.md: files that differ from the usual, and what happens then. */
export interface Deviation {
  /** What differs, as the row says it. */
  readonly what: string;
  /** `counted` is passed over, and counted in `dataset.json`. */
  readonly happens: "taken" | "counted" | "refused";
  /** How it is taken, counted or refused, as the row says it. */
  readonly how: string;
  /** Makes such files, opens them, and throws if something else happens. */
  readonly check: () => Promise<void>;
}

/** A table of docs/data-sets.md. */
export interface DeviationTable {
  /** Heading of the section that has the table. */
  readonly heading: string;
  readonly rows: readonly Deviation[];
}

/**
 * Makes rows of files that are refused, each in one line with its message and the name of the file.
 *
 * @param open Makes and opens such a file.
 * @param file Name, or end of the name, that the messages have.
 */
export function refusedRows<Made>(
  open: (made: Made) => Promise<unknown>,
  file: string,
): (
  what: string,
  how: string,
  ...files: (readonly [Made, string])[]
) => Deviation {
  return (what, how, ...files) => ({
    what,
    happens: "refused",
    how,
    check: async () => {
      for (const [made, message] of files) {
        const error = await assertRejects(() => open(made), Error, message);
        assertEquals(error.message.includes(file), true);
        assertEquals(error.message.includes("\n"), false);
      }
    },
  });
}
