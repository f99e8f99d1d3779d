import type { FileDigests } from "../../base/file_digests.ts";
import type { CommandFiles } from "../../definition/graph/stage_module.ts";

/** Digests of a command's files for its key, of content and executable bit, by path or as `program NAME`. */
export function commandDigests(
  files: CommandFiles,
  digestOf: FileDigests,
): Record<string, string> {
  const { base, code, lock, program } = files;
  const digests = Object.fromEntries(
    [...code, ...(lock === undefined ? [] : [lock])].map((path) =>
      [path.normalize("NFC"), digestOf(`${base}/${path}`)] as const
    ),
  );
  return program.own !== undefined
    ? digests
    : { ...digests, [`program ${program.name}`]: digestOf(program.path) };
}
