import { Workflow } from "@kubernetes-models/argo-workflows/argoproj.io/v1alpha1/Workflow";
import {
  assert,
  assertEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { parse } from "@std/yaml";
import { Job } from "kubernetes-models/batch/v1/Job";
import { parseAllDocuments } from "yaml";
import { PipelineError } from "../../base/pipeline_error.ts";
import {
  type ToyProject,
  toyProject,
} from "../../../test/support/pipeline/toy_project.ts";
import { ROOT } from "../../../test/support/root.ts";
import { argoWorkflow } from "./argo_workflow.ts";
import { parseClusterSettings } from "./cluster_settings.ts";
import { dnsName } from "./dns_name.ts";
import { kubernetesJobs } from "./kubernetes_jobs.ts";

/** Texts that would end a string, a document, a shell word or a name, and the references of Kubernetes and Argo. */
const HOSTILE = [
  "Ünïcode & 'quotes' \"double\"",
  "UPPER.dots_and-dashes",
  "-".repeat(70),
  "x".repeat(150),
  "x".repeat(151),
  "$(HOME) `id` ; rm -rf / #",
  "{{workflow.name}} {{=1}}",
  "end\n---\nkind: Pod\n",
  "0x1F",
  "1e3",
  "日本",
  "日木",
];

const LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const LABEL_VALUE = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;

interface JobDocument {
  metadata: {
    name: string;
    labels: Record<string, string>;
    annotations: Record<string, string>;
  };
  spec: {
    template: {
      spec: {
        activeDeadlineSeconds?: number;
        containers: {
          command: string[];
          args: string[];
          resources: Record<string, Record<string, string>>;
        }[];
      };
    };
  };
}

interface WorkflowDocument {
  spec: {
    templates: {
      name: string;
      container: { args: string[]; resources: unknown };
      dag?: {
        tasks: {
          name: string;
          template: string;
          dependencies?: string[];
          arguments: { parameters: { name: string; value: string }[] };
        }[];
      };
    }[];
  };
}

async function exported(
  project: ToyProject,
  form: "kubernetes" | "argo",
  ...more: string[]
) {
  const to = ["--to", `${project.folder}/out`, ...more];
  const { code, err } = await project.run("export", form, "a.yaml", ...to);
  assertEquals(code, 0, err);
}

function jobsOf(project: ToyProject): JobDocument[] {
  const documents = parseAllDocuments(project.read("out/jobs.yaml"));
  for (const { errors, warnings } of documents) {
    assertEquals([...errors, ...warnings], []);
  }
  return documents.map((document) => document.toJS() as JobDocument);
}

/** Throws if a manifest does not fit its schema. */
function validate(jobs: readonly unknown[], workflow: unknown): void {
  for (const job of jobs) new Job(job as Job).validate();
  new Workflow(workflow as Workflow).validate();
}

Deno.test("export kubernetes and argo write manifests that fit the published schemas, whatever the names of instances", async () => {
  await using project = toyProject(`name: Hostile_Names
matrix: { text: ${JSON.stringify(HOSTILE)} }
stages:
  first:
    use: command
    run: [sh, -c, 'printf %s "$0" > o', $text]
    outputs: { o: o }
    timeout: 90s
    retries: 2
    resources: { cpus: 1.5, memory: 1G }
  second:
    use: command
    needs: { all: "first[*]" }
    run: [sh, -c, 'echo > o']
    outputs: { o: o }
`);
  const value = "$(HOME) \"'`id`'\" \n--- ";
  const set = `first.with.x=${JSON.stringify(value)}`;
  await exported(project, "kubernetes", "--set", set);
  const jobs = jobsOf(project);
  await exported(project, "argo", "--set", set);
  const workflow = parse(project.read("out/workflow.yaml")) as WorkflowDocument;
  validate(jobs, workflow);
  assertEquals(jobs.length, HOSTILE.length + 1);
  const names = jobs.map(({ metadata }) => metadata.name);
  assertEquals(new Set(names).size, names.length);
  for (const { metadata } of jobs) {
    assert(LABEL.test(metadata.name), metadata.name);
    for (const value of Object.values(metadata.labels)) {
      assert(LABEL_VALUE.test(value), value);
    }
  }
  const [first] = jobs;
  const container = first!.spec.template.spec.containers[0]!;
  assertEquals(container.resources, {
    requests: { cpu: "1500m", memory: "1280Mi" },
    limits: { memory: "1280Mi" },
  });
  assertEquals(first!.spec.template.spec.activeDeadlineSeconds, 3 * 90 + 120);
  assertEquals(first!.metadata.annotations["sdarts/key"]?.length, 64);
  assert(jobs.at(-1)!.metadata.labels["sdarts/key"] === undefined);
  assertEquals(jobs.map(({ metadata }) => metadata.labels["sdarts/wave"]), [
    ...HOSTILE.map(() => "0"),
    "1",
  ]);
  // Two dollar signs are one for Kubernetes, so that nothing is a reference.
  assert(container.args.includes(`--set=${set.replaceAll("$", "$$$$")}`));

  const [{ dag } = {}, ...templates] = workflow.spec.templates;
  assertEquals(dag!.tasks.map(({ name }) => name), names);
  assertEquals(
    dag!.tasks.at(-1)!.dependencies!.toSorted(),
    names.slice(0, -1).sort(),
  );
  assertEquals(templates.length, 2);
  dag!.tasks.forEach((task, at) => {
    const template = templates.find(({ name }) => name === task.template)!;
    assert(LABEL.test(template.name), template.name);
    const instance = task.arguments.parameters[0]!.value;
    assertEquals(
      template.container.args.map((part) =>
        part.replace("{{inputs.parameters.instance}}", () => instance)
      ),
      jobs[at]!.spec.template.spec.containers[0]!.args,
    );
  });
});

Deno.test("the schemas reject mistakes", () => {
  const step = {
    instance: "a",
    stage: "a",
    name: "a",
    needs: [],
    wave: 0,
    resources: { cpus: 1, memory: 1, gpus: 2 },
    command: ["deno", "x"],
  };
  const settings = parseClusterSettings("secret: s", "k.yaml", "2.9.6");
  const jobs = kubernetesJobs("a", [step], settings);
  const workflow = argoWorkflow("a", [step], settings);
  validate(jobs, workflow);
  assertStringIncludes(JSON.stringify(jobs), '"nvidia.com/gpu":"2"');
  assertStringIncludes(JSON.stringify(workflow), '"secretRef":{"name":"s"}');
  assertThrows(
    () =>
      argoWorkflow("a", [{ ...step, command: ["{{workflow.uid}}"] }], settings),
    PipelineError,
    "Argo would replace {{ in {{workflow",
  );
  const rejected = (edit: (jobs: unknown[], workflow: unknown) => void) => {
    const copy = structuredClone({ jobs, workflow });
    edit(copy.jobs, copy.workflow);
    try {
      validate(copy.jobs, copy.workflow);
    } catch {
      return true;
    }
    return false;
  };
  // deno-lint-ignore no-explicit-any
  type Loose = any;
  for (
    const edit of [
      ([job]: Loose) => job.spec.backoffLimit = "many",
      ([job]: Loose) => delete job.spec.template.spec.containers,
      ([job]: Loose) => job.spec.template.spec.restartPolicy = "Sometimes",
      ([job]: Loose) => job.spec.podFailurePolicy.rules[1].action = "Cry",
      (_: Loose, { spec }: Loose) => spec.templates[0].dag.tasks = "one",
      (_: Loose, { spec }: Loose) => spec.templates[1].container.args = "run",
      (_: Loose, { spec }: Loose) => spec.volumes[0].persistentVolumeClaim = {},
    ]
  ) assert(rejected(edit), String(edit));
});

Deno.test("the command of each job runs its instance and no other in a process of its own", async () => {
  await using project = toyProject(`name: pods
stages:
  number: { use: number, with: { value: 3 } }
  square: { use: square, needs: { number: number } }
  total: { use: total, needs: { numbers: ["square[*]", "number[*]"] }, publish: true }
`);
  project.write(
    "kubernetes.yaml",
    `mount: ${project.folder}\nprogram: ${ROOT}\nclaim: lab\n`,
  );
  await exported(project, "kubernetes");
  const jobs = jobsOf(project);
  const run = async ({ spec }: JobDocument) => {
    const { command, args } = spec.template.spec.containers[0]!;
    assertEquals(command, ["deno"]);
    const { code, stderr, stdout } = await new Deno.Command(Deno.execPath(), {
      args: args.map((part) => part.replaceAll("$$", "$")),
      cwd: project.folder,
    }).output();
    const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    return { code, text: decode(stdout) + decode(stderr) };
  };
  // What it needs is not there yet, and is not its to make.
  const early = await run(jobs[1]!);
  assertEquals(early.code, 1);
  assertEquals(project.ran(), []);
  assertEquals((await run(jobs[0]!)).code, 0);
  // Others may need more than its machine has.
  project.write(
    "a.yaml",
    project.read("a.yaml").replace(
      "value: 3 }",
      "value: 3 }, resources: { cpus: 9999 }",
    ),
  );
  for (const [at, job] of jobs.slice(1).entries()) {
    const { code, text } = await run(job);
    assertEquals(code, 0, text);
    assertEquals(project.ran().length, at + 2);
  }
  assertEquals(project.ran(), ["number", "square", "total"]);
  assertEquals(project.read("results/pods/total.txt"), "total 12\n");
  const done = await project.run("export", "kubernetes", "a.yaml");
  assertStringIncludes(done.out, "all results are in the cache");
});

Deno.test("parseClusterSettings() reports mistakes with their places", () => {
  for (
    const [text, expected] of [
      ["image: [a]", "k.yaml:1:8: Expected image to be the name"],
      ["mount: ../x", "k.yaml:1:8: Expected mount to be an absolute"],
      ["clam: x", "did you mean claim?"],
      ["- x", "k.yaml:1:1: Expected a mapping"],
    ] as const
  ) {
    assertThrows(
      () => parseClusterSettings(text, "k.yaml", "2.9.6"),
      PipelineError,
      expected,
    );
  }
});

Deno.test("dnsName() gives each identity a unique name", () => {
  const texts = ["", "-", "A", "a", "a-", "x".repeat(500), "ä", "日", "a b"];
  const lists = texts.flatMap((text) => [[text], ["a", text], [`b${text}`]]);
  const names = lists.map((list) => dnsName(list));
  for (const name of names) assert(LABEL.test(name), name);
  assertEquals(new Set(names).size, names.length);
  assertEquals(lists.map((list) => dnsName(list)), names);
});
