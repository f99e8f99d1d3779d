import { usageError } from "../../base/pipeline_error.ts";
import { planPipeline } from "../../execution/plan/plan.ts";
import {
  openPipeline,
  type PipelineOptions,
  type Project,
} from "../../execution/plan/project.ts";
import { readTextIfThere } from "../../base/read_files.ts";
import { argoWorkflow } from "./argo_workflow.ts";
import { parseClusterSettings } from "./cluster_settings.ts";
import { kubernetesJobs } from "./kubernetes_jobs.ts";
import { manifestYaml } from "./manifest_yaml.ts";
import { type PodOptions, podSteps } from "./pod_steps.ts";

const SETTINGS_FILE = "kubernetes.yaml";

/** A run as resources of a cluster. */
export interface ClusterExport {
  readonly pipeline: string;
  /** Number of pods; 0 if all results are in the cache. */
  readonly steps: number;
  /** Length of the longest chain of pods. */
  readonly waves: number;
  readonly text: string;
  /** Size of the largest resource as JSON, in bytes. */
  readonly largest: number;
}

/**
 * Writes what a run would do as Kubernetes Jobs, or as one Argo Workflow. Takes no lock, and talks to no cluster.
 *
 * @param form Kind of the resources.
 * @param options The pipeline file, how to read it and what the pods are to use.
 * @param project The project, whose `kubernetes.yaml` describes the cluster.
 * @returns The resources. Throws a `PipelineError` of kind `usage` for wrong settings.
 */
export async function exportCluster(
  form: "kubernetes" | "argo",
  options: PipelineOptions & PodOptions,
  project: Project,
): Promise<ClusterExport> {
  const settings = parseClusterSettings(
    readTextIfThere(`${project.folder}/${SETTINGS_FILE}`) ?? "",
    SETTINGS_FILE,
    Deno.version.deno,
  );
  const nodes = { gpu: settings.accelerator ?? "" };
  const opened = await openPipeline({ ...options, nodes }, project);
  const { name, sweep } = opened.pipeline;
  if (sweep !== undefined) {
    throw usageError(
      `Cannot export ${options.file}: the trials of tune follow from results, which a manifest cannot know; run it, perhaps with --executor slurm`,
    );
  }
  const { folder } = project;
  const how = { options, folder, settings };
  const steps = podSteps(opened, await planPipeline(opened), how);
  const manifests = form === "argo"
    ? [argoWorkflow(name, steps, settings)]
    : kubernetesJobs(name, steps, settings);
  return {
    pipeline: name,
    steps: steps.length,
    waves: Math.max(0, ...steps.map(({ wave }) => wave + 1)),
    text: manifestYaml(manifests),
    largest: Math.max(
      0,
      ...manifests.map((manifest) => JSON.stringify(manifest).length),
    ),
  };
}
