// docs/limits.md says what the constants say.
import { assertEquals } from "@std/assert";
import { LONGEST_RECORD } from "../../datasets/nasbench101/tf_records.ts";
import {
  MOST_PACKED,
  MOST_UNPACKED,
} from "../../datasets/nasbench201/published_folder.ts";
import { MOST_JSON } from "../../datasets/nasbench201/result_file.ts";
import { MOST_TEXT } from "../../datasets/text/text_folder.ts";
import { LARGEST_HEADER } from "../../engine/safetensors_header.ts";
import { MOST_STEPS } from "../../pipeline/definition/spec/parse_range.ts";
import { MOST_TRIALS } from "../../pipeline/definition/spec/parse_tune.ts";
import { LARGEST_DIRECTORY } from "../../common/zip_directory.ts";
import {
  EXPANSION,
  LARGEST_MEMBER,
  MOST_MEMBERS,
} from "../../datasets/archive/archive.ts";
import { LONGEST_EXTENSION } from "../../datasets/archive/tar_members.ts";
import {
  LONGEST_HEAD,
  MAT_EXPANSION,
  MOST_NUMBERS,
} from "../../datasets/formats/mat5.ts";
import { MOST_DECODING_BYTES } from "../../datasets/formats/decoding_bytes.ts";
import { MOST_PIXELS } from "../../datasets/pixels/stored_image.ts";
import { LONGEST_WAIT } from "../../common/retry_after.ts";
import { LARGEST_METRICS } from "../../pipeline/cache/history/output_numbers.ts";
import { RECORD_LIMIT } from "../../pipeline/cache/shared/transfer.ts";
import { MOST_CODE_FILES } from "../../pipeline/definition/graph/code_files.ts";
import { MAX_NODES } from "../../pipeline/definition/yaml/parse_yaml.ts";
import { LONGEST_MESSAGE } from "../../pipeline/execution/executor/output_reader.ts";
import { SERVER_LIMITS } from "../../pipeline/interface/terminal/bounded_server.ts";
import { ROOT } from "../support/root.ts";

const LIMITS: readonly (readonly [name: string, limit: number])[] = [
  ["pixels of an image", MOST_PIXELS],
  [
    "bytes that an image takes while it is decoded",
    MOST_DECODING_BYTES,
  ],
  ["files of an archive", MOST_MEMBERS],
  ["bytes of a file in an archive", LARGEST_MEMBER],
  ["bytes that any archive may unpack to", EXPANSION.least],
  ["times its size that a larger archive may unpack to", EXPANSION.factor],
  ["bytes of the directory of a zip archive", LARGEST_DIRECTORY],
  ["bytes of an extended header of a tar archive", LONGEST_EXTENSION],
  ["bytes before the elements of a MATLAB array", LONGEST_HEAD],
  ["times its size that a MATLAB array may unpack to", MAT_EXPANSION],
  ["labels of a MATLAB array", MOST_NUMBERS],
  ["bytes of the header of a safetensors file", LARGEST_HEADER],
  ["bytes of a record of a TFRecord file", LONGEST_RECORD],
  ["bytes of a published file of NAS-Bench-201", MOST_PACKED],
  ["bytes that such a file may unpack to", MOST_UNPACKED],
  ["bytes of results of NAS-Bench-201 in JSON", MOST_JSON],
  ["bytes of a text of your own", MOST_TEXT],
  ["seconds that a download waits when a server asks", LONGEST_WAIT / 1000],
  ["bytes of a JSON output whose numbers are read", LARGEST_METRICS],
  ["bytes of a record of a shared cache", RECORD_LIMIT],
  ["nodes of a YAML file", MAX_NODES],
  ["steps or draws of a matrix", MOST_STEPS],
  ["trials of a sweep", MOST_TRIALS],
  ["files of a command's `code`", MOST_CODE_FILES],
  ["bytes of a message of a stage", LONGEST_MESSAGE],
  ["connections of a server at once", SERVER_LIMITS.connections],
  ["milliseconds for the head of a request", SERVER_LIMITS.headTime],
  ["milliseconds for an idle connection", SERVER_LIMITS.idleTime],
  ["milliseconds for a body, besides its bytes", SERVER_LIMITS.bodyTime],
  ["bytes a second of a body at least", SERVER_LIMITS.slowest],
];

Deno.test("docs/limits.md has each limit with its number", () => {
  const text = Deno.readTextFileSync(`${ROOT}/docs/limits.md`);
  const rows = [...text.matchAll(/^\| (.+?) +\| +([\d,]+) \|$/gm)]
    .map(([, name, limit]) => [name, Number(limit!.replaceAll(",", ""))]);
  assertEquals(rows, LIMITS.map((row) => [...row]));
});
