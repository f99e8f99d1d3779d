import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import {
  FAKE_GPU,
  HAS_NAMESPACES,
  runOnFakeGpus,
} from "../support/fake_gpus.ts";
import { commandProject } from "../support/pipeline/command_project.ts";
import { fakeSlurm } from "../support/pipeline/fake_slurm.ts";
import { RUN, slurmProject } from "../support/pipeline/slurm_project.ts";
import type { ToyProject } from "../support/pipeline/toy_project.ts";
import { ROOT } from "../support/root.ts";
import { testTensorflow } from "../support/tensors/tensorflow.ts";

/** Writes a stage whose `run` is given and writes a file of its name, and its toolchain. */
function writeStage(
  project: ToyProject,
  { name, toolchain, run, imports = "" }: {
    readonly name: string;
    readonly toolchain: string;
    readonly run: string;
    readonly imports?: string;
  },
): void {
  project.write(`stages/${name}/toolchain.ts`, toolchain);
  project.write(
    `stages/${name}/stage.ts`,
    `import { z } from "zod";
import { defineStage } from ${JSON.stringify(join(ROOT, "pipeline/stage.ts"))};
${imports}
export default defineStage({
  name: "${name}",
  description: "says which device it has",
  params: z.strictObject({}),
  inputs: {},
  outputs: { said: { kind: "text", path: "${name}" } },
  run: async ({ output }) => {
    ${run}
  },
});
`,
  );
}

Deno.test({
  name:
    "on a machine with a GPU a stage asks for one and ends where TensorFlow opens the CPU; with gpus: 0 it sees none",
  ignore: !HAS_NAMESPACES,
  fn: async () => {
    // a library without CUDA, as on a machine whose CUDA does not open
    const library = await testTensorflow();
    await using asks = commandProject("  a: { use: device, publish: true }\n");
    await using without = commandProject(
      "  a: { use: device, publish: true, resources: { gpus: 0 } }\n",
    );
    for (const project of [asks, without]) {
      writeStage(project, {
        name: "device",
        toolchain: `export { tensorflowToolchain as toolchain } from ${
          JSON.stringify(join(ROOT, "stages/_declare/tensorflow.ts"))
        };\n`,
        imports: `import { openStageEngine } from ${
          JSON.stringify(join(ROOT, "stages/_training/open_stage_engine.ts"))
        };`,
        run: `const { device } = await openStageEngine(1);
    const visible = Deno.env.get("CUDA_VISIBLE_DEVICES");
    await Deno.writeTextFile(output("said"), \`\${device} "\${visible}"\`);`,
      });
    }
    const { text } = await runOnFakeGpus(
      [0],
      [
        ["run", `${asks.folder}/a.yaml`, "--project", asks.folder],
        ["run", `${without.folder}/a.yaml`, "--project", without.folder],
        ["explain", "a", `${asks.folder}/a.yaml`, "--all"].concat(
          "--project",
          asks.folder,
        ),
      ],
      { SDARTS_LIBTENSORFLOW: library },
    );
    assertStringIncludes(
      text,
      "Expected a GPU, as resources.gpus asks for, but TensorFlow opened the CPU: the library is no CUDA build",
    );
    assertEquals(asks.ran(), []);
    assertEquals(without.read("results/case/device"), 'cpu ""');
    // the key of what asks for a GPU names it
    assertStringIncludes(text, FAKE_GPU);
    assertStringIncludes(text, "550.54.15");
  },
});

Deno.test({
  name:
    "on Slurm the device follows from resources.gpus and slurm.yaml, whatever the machine that submits has",
  ignore: !HAS_NAMESPACES,
  fn: async () => {
    using slurm = fakeSlurm();
    await using project = slurmProject(
      slurm,
      "  none: { use: none, publish: true }\n" +
        "  one: { use: one, publish: true, resources: { gpus: 1 } }\n",
    );
    project.write(
      "slurm.yaml",
      `${project.read("slurm.yaml")}accelerator: NVIDIA A100\n`,
    );
    const written = {
      toolchain: `export const toolchain = {
  name: "asked",
  usesGpu: true,
  identify: (request) => Promise.resolve({ asked: JSON.stringify(request) }),
  prepare: (_report, request) =>
    Promise.resolve({
      env: { ASKED: JSON.stringify(request) },
      read: [],
      ffi: [],
    }),
};
`,
      run: `await Deno.writeTextFile(output("said"), Deno.env.get("ASKED"));`,
    };
    for (const name of ["none", "one"]) {
      writeStage(project, { ...written, name });
    }
    const { code, text } = await runOnFakeGpus(
      [0],
      [[...RUN, "--project", project.folder].map((arg) =>
        arg === "a.yaml" ? `${project.folder}/a.yaml` : arg
      )],
      slurm.variables,
    );
    assertEquals(code, 0, text);
    const said = (id: string) => JSON.parse(project.read(`results/case/${id}`));
    const nodes = { gpu: "NVIDIA A100" };
    assertEquals([said("none"), said("one")], [
      { gpus: 0, nodes },
      { gpus: 1, nodes },
    ]);
    const asked = slurm.calls("sbatch").map((call) =>
      /--gres=\S+/.exec(call)?.[0]
    );
    assertEquals(asked.sort(), ["--gres=gpu:1", undefined]);
  },
});
