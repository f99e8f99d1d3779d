// What TensorBoard reads of an export, and pandas, where the Python of SDARTS_PYTHON (default: python3) has them.
import { assertEquals } from "@std/assert";
import {
  BEGAN,
  measuredSweep,
} from "../../../../test/support/sweep/measured_sweep.ts";
import {
  hasPython,
  PYTHON,
  runPython,
} from "../../../../test/support/python.ts";
import { protobufFields } from "../../../../common/protobuf_fields.ts";

const FILE = "events.out.tfevents.0.sdarts";

/** Tags and wall times of the events in a file. */
function events(bytes: Uint8Array): [tag: string, time: number][] {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const found: [string, number][] = [];
  const fields = (part: Uint8Array) =>
    new Map(
      [...protobufFields(part, "a test")].map(({ number, value }) => [
        number,
        value,
      ]),
    );
  for (let at = 0; at < bytes.length;) {
    const length = Number(view.getBigUint64(at, true));
    const event = fields(bytes.subarray(at + 12, at + 12 + length));
    const summary = event.get(5);
    if (summary instanceof Uint8Array) {
      const value = fields(fields(summary).get(1) as Uint8Array);
      const tag = new TextDecoder().decode(value.get(1) as Uint8Array);
      found.push([tag, event.get(1) as number]);
    }
    at += 16 + length;
  }
  return found;
}

Deno.test("export tensorboard leaves out identifiers and repeated parameters, and has the times of steps", async () => {
  await using sweep = await measuredSweep();
  const { code, out, err } = await sweep.toy.run(
    ...["export", "tensorboard", sweep.file, "--to", `${sweep.toy.folder}/out`],
  );
  assertEquals(code, 0, err);
  // loss and accuracy of two epochs, two classes, and best; not the seed, four numbers of images
  assertEquals(out.slice(0, 34), "wrote 28 numbers of 4 instances to");
  const read = (run: string) =>
    events(Deno.readFileSync(`${sweep.toy.folder}/out/${run}/${FILE}`));
  const [first, end] = [BEGAN / 1000 + 0.5, BEGAN / 1000 + 2];
  assertEquals(read("train@lr=0.1,seed=0"), [
    ["train/best", end],
    ["train/classes", end],
    ["train/classes", end],
    ["train/loss", first],
    ["train/loss", end],
    ["train/accuracy", first],
    ["train/accuracy", end],
  ]);
  const session = [
    ["_hparams_/session_start_info", BEGAN / 1000],
    ["_hparams_/session_end_info", end],
    ["sweep/train.best", end],
    ["sweep/train.accuracy", end],
  ];
  assertEquals(read("sweep/lr=1,seed=1"), session as [string, number][]);
  assertEquals(
    read("sweep/lr=0.1,seed=0"),
    [["_hparams_/experiment", BEGAN / 1000], ...session] as [string, number][],
  );
});

const READ = `
import json, sys
from tensorboard.context import RequestContext
from tensorboard.backend.event_processing.data_provider import MultiplexerDataProvider
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.backend.event_processing.plugin_event_multiplexer import EventMultiplexer
from tensorboard.plugins.base_plugin import TBContext
from tensorboard.plugins.hparams import api_pb2, backend_context, get_experiment, list_session_groups
logs = EventMultiplexer()
logs.AddRunsFromDirectory(sys.argv[1])
logs.Reload()
board = backend_context.Context(TBContext(
  logdir=sys.argv[1], multiplexer=logs, data_provider=MultiplexerDataProvider(logs, sys.argv[1])))
experiment = get_experiment.Handler(RequestContext(), board, "", api_pb2.GetExperimentRequest()).run()
asked = api_pb2.ListSessionGroupsRequest(
  start_index=0, slice_size=100, aggregation_type=api_pb2.AGGREGATION_AVG,
  allowed_statuses=[api_pb2.STATUS_SUCCESS])
groups = list_session_groups.Handler(RequestContext(), board, "", asked).run().session_groups
curve = EventAccumulator(sys.argv[1] + "/train@lr=1,seed=1")
curve.Reload()
print(json.dumps({
  "columns": [[one.name, one.type, [value.number_value for value in one.domain_discrete.values]]
    for one in experiment.hparam_infos],
  "metrics": [[one.name.tag, one.display_name] for one in experiment.metric_infos],
  "rows": sorted([one.hparams["lr"].number_value, len(one.sessions),
    {value.name.tag: round(value.value, 6) for value in one.metric_values}] for one in groups),
  "curve": [[e.wall_time, e.step, e.value] for e in curve.Scalars("train/accuracy")],
}))
`;

const board = hasPython("tensorboard");
if (!board) console.log(`HParams test skipped: no tensorboard in ${PYTHON}`);

Deno.test({
  name: "TensorBoard shows a sweep as a table with the mean over seeds",
  ignore: !board,
  fn: async () => {
    await using sweep = await measuredSweep();
    const folder = `${sweep.toy.folder}/out`;
    await sweep.toy.run("export", "tensorboard", sweep.file, "--to", folder);
    const printed = await runPython(["-c", READ, folder]);
    assertEquals(JSON.parse(new TextDecoder().decode(printed)), {
      columns: [["lr", 3, [0.1, 1]]],
      // The last loss is no number.
      metrics: ["train.best", "train.accuracy"].map((name) => [
        `sweep/${name}`,
        name,
      ]),
      rows: [
        [0.1, 2, { "sweep/train.best": 0.5, "sweep/train.accuracy": 0.15 }],
        [1, 2, { "sweep/train.best": 0.5, "sweep/train.accuracy": 0.375 }],
      ],
      curve: [[BEGAN / 1000 + 0.5, 0, 0], [BEGAN / 1000 + 2, 1, 0.5]],
    });
  },
});

const TABLES = `
import io, json, sys
import pandas
folder, top = sys.argv[1:]
read = {"csv": pandas.read_csv, "parquet": pandas.read_parquet}
tables = [read[form](folder + "/" + name + "." + form) for form in read for name in ("metrics", "table", "means")]
tables.append(pandas.read_csv(io.StringIO(top)))
print(json.dumps([[len(table), str(table.dtypes.iloc[0]), round(table["value" if "value" in table else "train.accuracy"].sum(), 6)]
  for table in tables]))
`;

const pandas = hasPython("pandas", "pyarrow");
if (!pandas) console.log(`pandas test skipped: no pandas in ${PYTHON}`);

Deno.test({
  name: "pandas reads the tables of export and of top",
  ignore: !pandas,
  fn: async () => {
    await using sweep = await measuredSweep();
    const folder = `${sweep.toy.folder}/out`;
    for (const form of ["csv", "parquet"]) {
      await sweep.toy.run("export", form, sweep.file, "--to", folder);
    }
    const top = await sweep.toy.run(
      ...["top", sweep.file, "--by", "accuracy", "--csv"],
    );
    const printed = await runPython(["-c", TABLES, folder, top.out]);
    // Rows of numbers, of instances and of configurations; sums leave NaN out.
    const tables = [[48, "str", 237.05], [4, "float64", 1.05], [
      2,
      "float64",
      0.525,
    ]];
    assertEquals(JSON.parse(new TextDecoder().decode(printed)), [
      ...tables,
      ...tables,
      [2, "float64", 0.525],
    ]);
  },
});
