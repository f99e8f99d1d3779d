import { basename, join } from "node:path";
import { listingDigest } from "../../common/hash_file.ts";
import { download } from "../../datasets/download/download.ts";
import {
  publishedFiles,
  readPublishedFolder,
} from "../../datasets/nasbench201/published_folder.ts";
import { readResultFile } from "../../datasets/nasbench201/result_file.ts";
import {
  type ResultNote,
  type ResultWriter,
  resultWriter,
} from "../../datasets/nasbench201/table_folder.ts";
import {
  passedOverText,
  thingsText,
} from "../../datasets/sources/passed_over.ts";
import { graphCellText } from "../../nas/graph_cells/graph_cell_text.ts";
import { ofCode, tableOrder } from "../../nas/graph_cells/table_order.ts";
import { graphSpace } from "../../nas/space/graph_space.ts";
import type { StageContext } from "../../pipeline/stage.ts";
import { isOffline, refuseNetwork } from "../_declare/offline.ts";
import { reportProgress } from "../_training/report_progress.ts";
import type { Nasbench201Params } from "./params.ts";

/** Index of each architecture in the published order. */
function publishedOrder(): Map<string, number> {
  const space = graphSpace("nasbench201");
  const codes = tableOrder(space);
  return new Map(
    Array.from(codes, (code, index) => [
      graphCellText(ofCode(space, code)),
      index,
    ]),
  );
}

/** Reads the folder of the published files. */
async function copyFolder(
  context: StageContext<Nasbench201Params>,
  table: ResultWriter,
  architectures: ReadonlyMap<string, number>,
): Promise<ResultNote> {
  const { listing } = context.params;
  const folder = context.params.folder!;
  const { files, others } = await publishedFiles(folder);
  const digests: [string, string][] = [];
  const read = readPublishedFolder(folder, { files, architectures });
  for await (const { name, sha256, results } of read) {
    digests.push([name, sha256]);
    for (const result of results) await table.add(result);
    await reportProgress(context, {
      done: digests.length,
      total: files.length,
      unit: "file",
      note: `reading ${name}`,
    });
  }
  const found = listingDigest(digests);
  if (found !== listing) {
    throw new RangeError(
      `Expected listing: ${
        listing ?? "with the digest of the files"
      } but found ${found} (${files.length} files) in ${folder}`,
    );
  }
  const passed = passedOverText({ "other files": others });
  if (passed !== "") context.log(passed);
  return await table.close(basename(folder));
}

/** Fetches or copies the user's file, and reads it. */
async function copyFile(
  context: StageContext<Nasbench201Params>,
  table: ResultWriter,
  { architectures, offline }: {
    readonly architectures: ReadonlyMap<string, number>;
    readonly offline: boolean;
  },
): Promise<ResultNote> {
  const { url, sha256 } = context.params.file!;
  const name = basename(new URL(url).pathname);
  const digest = { algorithm: "sha256", hex: sha256 } as const;
  if (offline) refuseNetwork([{ name, url, digest }]);
  const path = join(context.checkpoint, name);
  const bytesOf = (done: number, total: number, note: string) => ({
    done,
    total,
    unit: "byte",
    note: `${note} ${name}`,
  });
  await download({
    url,
    path,
    digest,
    report: (done, total = done) =>
      context.progress(bytesOf(done, 2 * total, "getting")),
    signal: context.signal,
  });
  const { size } = await Deno.stat(path);
  const read = (done: number, total: number) =>
    bytesOf(size + Math.round(size * done / total), 2 * size, "reading");
  const results = readResultFile(path, {
    name,
    architectures,
    report: (done, total) => reportProgress(context, read(done, total)),
  });
  for await (const result of results) await table.add(result);
  await Deno.remove(path);
  context.progress(read(1, 1));
  return await table.close(name);
}

/** Reads a table of NAS-Bench-201 and writes what `benchmark` asks of it. */
export async function run(
  context: StageContext<Nasbench201Params>,
  offline: boolean = isOffline(),
): Promise<void> {
  const architectures = publishedOrder();
  const table = await resultWriter(context.output("table"));
  const note = context.params.folder === undefined
    ? await copyFile(context, table, { architectures, offline })
    : await copyFolder(context, table, architectures);
  const missing = architectures.size - note.architectures;
  context.log(
    `${note.name}: ${note.architectures.toLocaleString("en-US")} architectures`,
  );
  const lacking = thingsText({ "architectures without results": missing });
  if (lacking !== "") context.log(`incomplete: ${lacking}`);
}
