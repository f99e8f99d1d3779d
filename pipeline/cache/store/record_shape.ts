import { z } from "zod";

const CONTENT = {
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  size: z.int().nonnegative(),
  exec: z.boolean(),
};

/** A path below a folder, without `.` and `..`. */
const PATH = z.string().refine((path) =>
  !path.includes("\0") &&
  path.split("/").every((step) => step !== "" && step !== "." && step !== "..")
);

const ENTRY = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("dir"), path: PATH }),
  z.strictObject({ type: z.literal("file"), path: PATH, ...CONTENT }),
  z.strictObject({ type: z.literal("link"), path: PATH, target: z.string() }),
]);

const MANIFEST = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("file"), ...CONTENT }),
  z.strictObject({ type: z.literal("dir"), entries: z.array(ENTRY) }),
]);

/** Fields of an action record: digests, sizes and paths have the right form; the key is for the reader to compare. */
export const RECORD_FIELDS = {
  schema: z.literal(1),
  key: z.string(),
  instance: z.string(),
  outputs: z.record(z.string(), MANIFEST),
};
