import {
  asyncBufferFromFile,
  parquetMetadataAsync,
  parquetReadObjects,
} from "hyparquet";
import { parseJson } from "../../common/parse_json.ts";
import { equalSizes } from "./equal_sizes.ts";
import {
  checkResult,
  RESULT_COLUMNS,
  type TableResult,
} from "./table_result.ts";

/** Most bytes of a JSON file, which is read as a whole. */
export const MOST_JSON = 128 << 20;
/** Rows that are read at a time where the file has larger groups. */
const MOST_ROWS = 20_000;

/**
 * Reads the results of a file, whose rows have the columns of {@linkcode TableResult} (docs/data-sets.md): a list of
 * objects in JSON where the name ends with `.json`, and Parquet otherwise.
 *
 * @param architectures Index of each architecture that there is.
 * @throws {SyntaxError} If it is no such file, at a row that is no result, at a second one of a training, at a network of
 *   another size than that of other seeds, and after the last row if the accuracies are shares: expected, found, row,
 *   file.
 */
export async function* readResultFile(
  path: string,
  { name, architectures, report }: {
    /** Name of the file, which says its form. */
    readonly name: string;
    readonly architectures: ReadonlyMap<string, number>;
    /** Called now and then with the rows done and all rows. */
    readonly report?: (done: number, total: number) => Promise<void> | void;
  },
): AsyncGenerator<TableResult> {
  const { rows, total } = name.endsWith(".json")
    ? await jsonRows(path)
    : await parquetRows(path);
  const seen = new Set<string>();
  const checkSizes = equalSizes();
  let number = 0;
  let most = 0;
  for await (const row of rows) {
    const place = `row ${++number} of ${path}`;
    const result = checkResult(row, { architectures, place });
    const { architecture, dataset, epochs, split, seed } = result;
    most = Math.max(most, result.accuracy);
    const key = [architectures.get(architecture), dataset, epochs, split, seed]
      .join();
    if (seen.has(key)) {
      throw new SyntaxError(
        `Expected each training once but found that of ${architecture} on ${dataset} with the seed ${seed}, evaluated on ${split}, again in ${place}`,
      );
    }
    seen.add(key);
    checkSizes(result, place);
    yield result;
    if (number % 1000 === 0) await report?.(number, total);
  }
  if (number === 0) {
    throw new SyntaxError(`Expected results but found none in ${path}`);
  }
  if (most < 1) {
    throw new SyntaxError(
      `Expected accuracies in per cent but found shares from 0 to 1, the largest ${most}, in ${path}`,
    );
  }
}

type Rows = {
  readonly rows:
    | Iterable<Record<string, unknown>>
    | AsyncIterable<Record<string, unknown>>;
  readonly total: number;
};

async function jsonRows(path: string): Promise<Rows> {
  const { size } = await Deno.stat(path);
  if (size > MOST_JSON) {
    throw new RangeError(
      `Expected at most ${MOST_JSON} bytes of JSON but found ${size} in ${path}: write Parquet`,
    );
  }
  const text = await Deno.readTextFile(path);
  // Some programs begin a file with a byte order mark, which is no part of JSON.
  const value = parseJson(text.replace(/^\ufeff/, ""), path);
  if (!Array.isArray(value)) {
    throw new SyntaxError(
      `Expected a list of results but found ${typeof value} in ${path}`,
    );
  }
  return { rows: value.map((row) => Object(row)), total: value.length };
}

async function parquetRows(path: string): Promise<Rows> {
  const unreadable = (cause: unknown): never => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SyntaxError(
      `Cannot read Parquet: ${reason.split("\n")[0]} in ${path}`,
      { cause },
    );
  };
  const file = await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(file).catch(unreadable);
  const total = Number(metadata.num_rows);
  const has = new Set(
    metadata.row_groups[0]?.columns.map(({ meta_data }) =>
      meta_data?.path_in_schema[0]
    ),
  );
  const columns = RESULT_COLUMNS.filter((column) => has.has(column));
  async function* rows() {
    for (let rowStart = 0; rowStart < total; rowStart += MOST_ROWS) {
      const some = await parquetReadObjects({
        file,
        metadata,
        columns: [...columns],
        rowStart,
        rowEnd: Math.min(total, rowStart + MOST_ROWS),
      }).catch(unreadable);
      for (const row of some) yield withNumbers(row);
    }
  }
  return { rows: rows(), total };
}

/** Whole numbers of 64 bits as numbers. */
function withNumbers(
  row: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === "bigint" ? Number(value) : value,
    ]),
  );
}
