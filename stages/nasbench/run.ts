import { basename, join } from "node:path";
import { download } from "../../datasets/download/download.ts";
import { OFFICIAL_TABLES } from "../../datasets/nasbench101/official.ts";
import { readTable } from "../../datasets/nasbench101/read_table.ts";
import { unevenRows } from "../../datasets/nasbench101/uneven.ts";
import {
  passedOverText,
  thingsText,
} from "../../datasets/sources/passed_over.ts";
import { writeTableFolder } from "../../datasets/nasbench101/table_folder.ts";
import type { PublishedFile } from "../../datasets/catalogue/spec.ts";
import type { StageContext } from "../../pipeline/stage.ts";
import { isOffline, refuseNetwork } from "../_declare/offline.ts";
import { reportProgress } from "../_training/report_progress.ts";
import type { NasbenchParams } from "./params.ts";

/** File that the parameters choose. */
export function chosenFile(
  { table, mirror, file }: NasbenchParams,
): PublishedFile {
  const official = OFFICIAL_TABLES[table];
  if (file === undefined) {
    return mirror === undefined ? official : { ...official, url: mirror };
  }
  return {
    name: basename(new URL(file.url).pathname) || official.name,
    url: file.url,
    digest: { algorithm: "sha256", hex: file.sha256 },
  };
}

/** Downloads or copies the file of a table, reads all of it and writes the index. */
export async function run(
  context: StageContext<NasbenchParams>,
  offline: boolean = isOffline(),
): Promise<void> {
  const { params, signal } = context;
  const { name, url, digest } = chosenFile(params);
  if (offline) refuseNetwork([{ name, url, digest }]);
  const path = join(context.checkpoint, name);
  await download({
    url,
    path,
    digest,
    report: (done, total = done) =>
      context.progress({
        done,
        total: 2 * total,
        unit: "byte",
        note: `getting ${name}`,
      }),
    signal,
  });
  const official = params.file === undefined;
  const { rows, passedOver } = await readTable(path, {
    official,
    report: (done, total) =>
      reportProgress(context, {
        done: total + done,
        total: 2 * total,
        unit: "byte",
        note: `reading ${name}`,
      }),
  });
  const uneven = unevenRows(rows);
  await writeTableFolder(context.output("table"), rows, {
    name,
    official,
    passedOver,
    uneven,
  });
  await Deno.remove(path);
  const lengths = [...new Set(rows.map(({ epochs }) => epochs))].toSorted((
    a,
    b,
  ) => a - b);
  context.log(
    `${name}: ${
      new Set(rows.map(({ hash }) => hash)).size
    } cells, trained for ${lengths.join(", ")} epochs`,
  );
  const passed = passedOverText(passedOver);
  if (passed !== "") context.log(passed);
  const lacking = thingsText(uneven);
  if (lacking !== "") context.log(`incomplete: ${lacking}`);
}
