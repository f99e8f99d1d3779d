import { assert, assertEquals, assertMatch } from "@std/assert";
import { commandProject, shell } from "../support/pipeline/command_project.ts";
import { HAS_NAMESPACES, runOnFakeGpus } from "../support/fake_gpus.ts";

const stage = shell(
  "a",
  'echo "$CUDA_VISIBLE_DEVICES $CUDA_DEVICE_ORDER" > o; date +%s%N >> o; sleep 0.5; date +%s%N >> o',
  "resources: { gpus: 1 }\noutputs: { o: o }\npublish: true",
);

Deno.test({
  name:
    "two runs at once share no GPU, and each names it as CUDA counts it in a container",
  ignore: !HAS_NAMESPACES,
  fn: async () => {
    await using one = commandProject(stage);
    await using other = commandProject(stage);
    const projects = [one, other];
    const { code, text } = await runOnFakeGpus(
      [3],
      projects.map(({ folder }) => [
        "run",
        `${folder}/a.yaml`,
        "--project",
        folder,
      ]),
      // Locks name GPUs in the order of their buses, whatever the user prefers.
      { CUDA_DEVICE_ORDER: "FASTEST_FIRST" },
    );
    assertEquals(code, 0, text);
    const [first, second] = projects.map(({ read }) => {
      const [seen, ...times] = read("results/case/o").trim().split("\n");
      assertEquals(seen, "0 PCI_BUS_ID");
      return times.map(BigInt);
    }).sort(([began], [later]) => began! < later! ? -1 : 1);
    assert(first![1]! <= second![0]!, `${first} overlaps ${second}`);
    assertMatch(text, /a {2}waits for a GPU that others of this machine use/);
  },
});
