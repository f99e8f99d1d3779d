import { basename, join } from "node:path";
import { openArchive } from "../archive/open_archive.ts";
import { download } from "../download/download.ts";
import { openMat } from "../formats/mat5.ts";
import type { PublishedFile } from "../catalogue/spec.ts";
import type { SourceContext } from "./source_context.ts";
import { writeOfficial } from "./write_official.ts";

/**
 * Downloads a file that a data set is published as, checks it and puts it, or the members that matter of it, into the
 * output folder.
 *
 * @throws {DownloadError} When it cannot be had or has other bytes; {RangeError} or {SyntaxError} when the archive is
 * not what it should be.
 */
export async function fetchPublished(
  file: PublishedFile,
  context: SourceContext,
): Promise<void> {
  const { output, scratch, report, signal } = context;
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
    // What is kept whole is looked through here, so that no fault of it shows up later.
    if (file.name.endsWith(".mat")) await openMat(path);
    else await openArchive(path);
    await Deno.rename(path, join(output, file.name));
    report(2 * packed, 2 * packed, `got ${file.name}`);
    return;
  }
  const archive = await openArchive(path);
  const wanted = new Map(file.members.map((member) => [member.name, member]));
  const positions: number[] = [];
  archive.members.forEach(({ name }, at) => {
    if (wanted.has(basename(name))) positions.push(at);
  });
  const missing = new Set(wanted.keys());
  for await (const { name, bytes } of archive.read(positions)) {
    signal?.throwIfAborted();
    const member = wanted.get(basename(name))!;
    if (!missing.delete(member.name)) {
      throw new RangeError(
        `Expected one ${member.name} but found ${name} too in ${file.url}`,
      );
    }
    await writeOfficial(output, member, bytes);
    const share = 1 - missing.size / wanted.size;
    report(
      packed + Math.floor(share * packed),
      2 * packed,
      `unpacked ${member.name}`,
    );
  }
  if (missing.size > 0) {
    throw new RangeError(
      `Expected ${
        [...missing].join(", ")
      } but found no such file in ${file.url}`,
    );
  }
  await Deno.remove(path);
}
