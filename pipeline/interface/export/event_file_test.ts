// Reads event files back with the real TensorBoard, where the Python of SDARTS_PYTHON (default: python3) has it.
import { assert, assertEquals } from "@std/assert";
import { eventFile } from "./event_file.ts";
import { hasPython, PYTHON, runPython } from "../../../test/support/python.ts";
import { tempFolder } from "../../../test/support/temp_folder.ts";

const present = hasPython("tensorboard");
if (!present) {
  console.log(`TensorBoard test skipped: no tensorboard in ${PYTHON}`);
}

// The loader of records refuses a wrong checksum.
const READ = `
import json, sys
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
log = EventAccumulator(sys.argv[1], size_guidance={"scalars": 0})
log.Reload()
print(json.dumps({tag: [[e.wall_time, e.step, e.value] for e in log.Scalars(tag)]
  for tag in log.Tags()["scalars"]}))
`;

Deno.test({
  name: "TensorBoard reads the curves of an event file",
  ignore: !present,
  fn: async () => {
    using folder = tempFolder();
    const [time, later] = [1700000000.5, 1700000001];
    const events = [
      { tag: "history/loss", step: 0, value: 2.5, time },
      { tag: "history/loss", step: 1, value: -0.125, time: later },
      { tag: "history/λ ü", step: 0, value: 1e-3, time },
      // longer than one byte of a length, and than 32 bits of a step
      { tag: "t".repeat(300), step: 2 ** 40 + 1, value: 7, time },
    ];
    await Deno.writeFile(
      `${folder.path}/events.out.tfevents.0.sdarts`,
      eventFile(events, time),
    );
    const printed = await runPython(["-c", READ, folder.path]);
    assertEquals(JSON.parse(new TextDecoder().decode(printed)), {
      "history/loss": [[time, 0, 2.5], [later, 1, -0.125]],
      "history/λ ü": [[time, 0, Math.fround(1e-3)]],
      ["t".repeat(300)]: [[time, 2 ** 40 + 1, 7]],
    });
  },
});

const POINT = { tag: "a", step: 300, value: 1, time: 0 };

Deno.test("an event file is frames of length, checksum, message, checksum", () => {
  const bytes = eventFile([POINT], 0);
  const view = new DataView(bytes.buffer);
  // 9 bytes of time and 15 of version
  assertEquals(view.getBigUint64(0, true), 24n);
  const second = 8 + 4 + 24 + 4;
  // time, step 300 as two bytes, a summary of a value of a tag and a float
  assertEquals(
    [...bytes.subarray(second + 12 + 9, bytes.length - 4)],
    [16, 172, 2, 42, 10, 10, 8, 10, 1, 97, 21, 0, 0, 128, 63],
  );
  assertEquals(bytes, eventFile([POINT], 0));
  assert(bytes.length < 100);
});
