import { relative, resolve } from "node:path";
import type { OpenedPipeline } from "../../cache/key/action.ts";
import { usageError } from "../../base/pipeline_error.ts";
import { neededInstances } from "../../definition/graph/pipeline.ts";
import type { PlanEntry } from "../../execution/plan/plan.ts";
import type { PipelineOptions } from "../../execution/plan/project.ts";
import type { ClusterSettings } from "./cluster_settings.ts";
import { dnsName } from "./dns_name.ts";

/** One instance that a pod runs. */
export interface PodStep {
  readonly instance: string;
  readonly stage: string;
  readonly name: string;
  /** Key of its action, if its inputs are known already. */
  readonly key?: string;
  /** Names of the steps that it needs. */
  readonly needs: readonly string[];
  /** Length of the longest chain of steps that it needs. */
  readonly wave: number;
  /** Cores, MiB and GPUs that it uses. */
  readonly resources: {
    readonly cpus: number;
    readonly memory: number;
    readonly gpus: number;
  };
  /** Seconds after which the cluster kills the pod; none for a stage without a timeout. */
  readonly deadline?: number;
  readonly command: readonly string[];
}

/** Options of the run that are passed to every pod. */
export interface PodOptions
  extends Pick<PipelineOptions, "profile" | "set" | "codeHash"> {
  /** URL of the shared cache. */
  readonly shared?: string | undefined;
}

/** Seconds of a pod's deadline beyond the timeout of its stage, which has to come first to stop the stage gracefully. */
const MARGIN = 120;

/**
 * Steps for the instances that a plan would run, each after those that it needs.
 *
 * A pod mounts the project's folder with its cache and executes `run --only INSTANCE` there: it takes its inputs from the
 * cache, respects the limits of its stage, checkpoints, and stores its outputs.
 *
 * Throws a `PipelineError` of kind `usage` for a pipeline file outside the project.
 *
 * @param how Options of the pods, the project's folder and the cluster.
 */
export function podSteps(
  opened: OpenedPipeline,
  entries: readonly PlanEntry[],
  how: {
    readonly options: PodOptions;
    readonly folder: string;
    readonly settings: ClusterSettings;
  },
): PodStep[] {
  const { pipeline } = opened;
  const plans = new Map(entries.map((entry) => [entry.instance, entry]));
  const steps = new Map<string, PodStep>();
  for (const instance of pipeline.instances) {
    const { name, stage, resources } = instance;
    const plan = plans.get(name);
    if (plan?.state === "cached" || opened.mayRun?.has(name) === false) {
      continue;
    }
    const needs = neededInstances(instance).flatMap((need) =>
      steps.get(need) ?? []
    );
    const { timeout, retries } = stage.spec.limits;
    steps.set(name, {
      instance: name,
      stage: stage.spec.id.value,
      name: dnsName([pipeline.name, name]),
      ...(plan?.key === undefined ? {} : { key: plan.key }),
      needs: needs.map((step) => step.name),
      wave: needs.reduce((most, { wave }) => Math.max(most, wave + 1), 0),
      resources,
      ...(timeout === undefined
        ? {}
        : { deadline: Math.ceil(timeout * (retries + 1)) + MARGIN }),
      command: podCommand(name, pipeline.file, how),
    });
  }
  return [...steps.values()];
}

/** Command of the pod of an instance: no shell, and no value can be read as a flag. */
function podCommand(
  instance: string,
  file: string,
  { options, folder, settings }: Parameters<typeof podSteps>[2],
): string[] {
  const { mount, program = mount } = settings;
  const below = relative(folder, resolve(file));
  if (below.startsWith("..")) {
    throw usageError(
      `Expected a pipeline file below ${folder}, the folder that pods mount, but found ${file}`,
    );
  }
  const given = (name: string, value: string | undefined) =>
    value === undefined ? [] : [`--${name}=${value}`];
  return [
    "deno",
    "run",
    "--allow-all",
    "--quiet",
    `${program}/pipeline/main.ts`,
    "run",
    `./${below}`,
    `--only=${instance}`,
    `--project=${mount}`,
    "--jobs=1",
    ...given("profile", options.profile),
    ...(options.set ?? []).flatMap((value) => given("set", value)),
    ...given("code-hash", options.codeHash),
    ...given("shared", options.shared),
  ];
}
