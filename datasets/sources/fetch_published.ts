import { basename, join, parse } from "node:path";
import { openArchive } from "../archive/open_archive.ts";
import { download } from "../download/download.ts";
import { openMat } from "../formats/mat5.ts";
import type { PublishedFile } from "../catalogue/spec.ts";
import type { SourceContext } from "./source_context.ts";
import { addPassedOver, type PassedOver } from "./passed_over.ts";
import { PASSED, unwanted } from "./unwanted.ts";
import { writeOfficial } from "./write_official.ts";

/**
 * Downloads a published file of a data set, checks it, and puts it or its named members into the output folder.
 *
 * @returns What of an archive was passed over.
 * @throws {DownloadError} If it cannot be downloaded or has other bytes; {RangeError} or {SyntaxError} if the archive is
 * damaged or lacks members.
 */
export async function fetchPublished(
  file: PublishedFile,
  { output, scratch, report, signal }: SourceContext,
): Promise<PassedOver> {
  const path = join(scratch, file.name);
  const host = file.url.startsWith("file:")
    ? "a local copy"
    : new URL(file.url).host;
  let packed = file.size ?? 0;
  await download({
    url: file.url,
    path,
    digest: file.digest,
    report: (done, total = done) => {
      packed = total;
      report(done, 2 * total, `downloading ${file.name} from ${host}`);
    },
    ...(file.size === undefined ? {} : { size: file.size }),
    ...(signal === undefined ? {} : { signal }),
  });
  if (file.members === undefined) {
    // a file that is kept whole is checked now, so that no fault shows up later
    if (file.form === "mat5") await openMat(path);
    if (file.form === "archive") await openArchive(path);
    await Deno.rename(path, join(output, file.name));
    report(2 * packed, 2 * packed, `got ${file.name}`);
    return {};
  }
  const archive = await openArchive(path);
  const wanted = new Map(file.members.map((member) => [member.name, member]));
  const positions: number[] = [];
  archive.members.forEach(({ name }, at) => {
    if (wanted.has(basename(name))) positions.push(at);
  });
  const left = new Set(wanted.keys());
  for await (const { name, bytes } of archive.read(positions)) {
    signal?.throwIfAborted();
    const member = wanted.get(basename(name))!;
    if (!left.delete(member.name)) {
      throw new RangeError(
        `Expected one ${member.name} but found ${name} too in ${file.url}`,
      );
    }
    await writeOfficial(output, member, bytes);
    const share = 1 - left.size / wanted.size;
    report(
      packed + Math.floor(share * packed),
      2 * packed,
      `unpacked ${member.name}`,
    );
  }
  const missing = [...left].filter((name) => !wanted.get(name)!.optional);
  if (missing.length > 0) {
    throw new RangeError(
      `${missing.join(", ")} not found in ${file.url}${
        otherVersion(missing, archive)
      }`,
    );
  }
  await Deno.remove(path);
  const others = archive.members.filter((_, at) => !positions.includes(at));
  return addPassedOver(
    ...others.map(({ name }) => ({
      [unwanted(name.split("/")) ?? PASSED.names]: 1,
    })),
  );
}

/** Says that an archive is a version for another program, where it has files of the same names without or with another ending. */
function otherVersion(
  missing: readonly string[],
  { members }: Awaited<ReturnType<typeof openArchive>>,
): string {
  const stems = new Set(missing.map((name) => parse(name).name));
  const found = members.map(({ name }) => parse(name))
    .find(({ name, ext }) => stems.has(name) && ["", ".mat"].includes(ext));
  return found === undefined
    ? ""
    : `, but ${found.base}: that is the version for ${
      found.ext === "" ? "Python" : "MATLAB"
    }, take the binary one`;
}
