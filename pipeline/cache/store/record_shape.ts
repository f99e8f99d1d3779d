import { z } from "zod";

const SHA256 = /^[0-9a-f]{64}$/;
const CONTENT = {
  sha256: z.string().regex(SHA256),
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

const MANIFEST = z.lazy(() =>
  z.discriminatedUnion("type", [
    z.strictObject({ type: z.literal("file"), ...CONTENT }),
    z.strictObject({ type: z.literal("dir"), entries: z.array(ENTRY) }),
  ])
);

/** Properties of the manifest of a file. */
const FILE_PROPERTIES = 1 + Object.keys(CONTENT).length;

/** True for an action record of this version whose digests, sizes and paths have the right form. */
export function hasRecordShape(value: object): boolean {
  const { schema, key, instance, outputs } = value as Record<string, unknown>;
  return schema === 1 && typeof key === "string" &&
    typeof instance === "string" && typeof outputs === "object" &&
    outputs !== null && !Array.isArray(outputs) &&
    Object.values(outputs).every(isManifest);
}

/** Most manifests are of one file: zod takes ten times as long for them, and a run without work reads thousands. */
function isManifest(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { type, sha256, size, exec } = value as Record<string, unknown>;
  const isFile = type === "file" && typeof sha256 === "string" &&
    SHA256.test(sha256) && Number.isSafeInteger(size) && Number(size) >= 0 &&
    typeof exec === "boolean" &&
    Object.keys(value).length === FILE_PROPERTIES;
  return isFile || MANIFEST.safeParse(value).success;
}

/** Fields of an action record as {@linkcode hasRecordShape} wants them; the key is for the reader to compare. */
export const RECORD_FIELDS = {
  schema: z.literal(1),
  key: z.string(),
  instance: z.string(),
  outputs: z.record(z.string(), MANIFEST),
};
