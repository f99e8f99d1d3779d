import type { Arguments } from "../../interface/cli/parse_arguments.ts";
import { bytesText } from "../../../common/bytes_text.ts";
import { EXIT } from "../../base/exit_error.ts";
import { planPipeline } from "../../execution/plan/plan.ts";
import { openPipeline, type Project } from "../../execution/plan/project.ts";
import { shownPath } from "../../base/shown_path.ts";
import { readTextIfThere } from "../../base/read_text.ts";
import { writeOut } from "../../interface/terminal/write_out.ts";
import { argoWorkflow } from "./argo_workflow.ts";
import { parseClusterSettings } from "./cluster_settings.ts";
import { kubernetesJobs } from "./kubernetes_jobs.ts";
import { manifestYaml } from "./manifest_yaml.ts";
import { podSteps } from "./pod_steps.ts";

/** Bytes that a resource may have in JSON, so that a cluster's store takes it. */
const LARGEST = 1_400_000;

const SETTINGS_FILE = "kubernetes.yaml";

/**
 * `export kubernetes|argo [file.yaml]`: writes what a run would do as Kubernetes Jobs, or as one Argo Workflow. Takes no
 * lock, and talks to no cluster.
 *
 * @param form Which.
 * @param args The command line; its words are the file.
 * @param project The project, whose `kubernetes.yaml` describes the cluster.
 * @returns Exit code 0. Throws an `ExitError` with code 2 for wrong settings.
 */
export async function exportCluster(
  form: "kubernetes" | "argo",
  args: Pick<Arguments, "words" | "flags">,
  project: Project,
): Promise<number> {
  const settings = parseClusterSettings(
    readTextIfThere(`${project.folder}/${SETTINGS_FILE}`) ?? "",
    SETTINGS_FILE,
    Deno.version.deno,
  );
  const opened = await openPipeline(args, project);
  const { pipeline } = opened;
  const steps = podSteps(opened, await planPipeline(opened), {
    args,
    project,
    settings,
  });
  const folder = args.flags.to ?? `${pipeline.name}-export`;
  const path = `${folder}/${form === "argo" ? "workflow" : "jobs"}.yaml`;
  if (steps.length === 0) {
    writeOut("wrote nothing: all results are in the cache\n");
    return EXIT.done;
  }
  const manifests = form === "argo"
    ? [argoWorkflow(pipeline.name, steps, settings)]
    : kubernetesJobs(pipeline.name, steps, settings);
  Deno.mkdirSync(folder, { recursive: true });
  Deno.writeTextFileSync(path, manifestYaml(manifests));
  const waves = 1 + Math.max(...steps.map(({ wave }) => wave));
  writeOut(
    `wrote ${steps.length} ${form === "argo" ? "tasks" : "jobs"} in ${waves} ${
      waves === 1 ? "wave" : "waves"
    } to ${shownPath(path)}; not tried on a cluster\n`,
  );
  const largest = Math.max(
    ...manifests.map((manifest) => JSON.stringify(manifest).length),
  );
  if (largest > LARGEST) {
    writeOut(
      `it has ${bytesText(largest)}, and a cluster takes about ${
        bytesText(LARGEST)
      } at once: write parts of it with --only or --until\n`,
    );
  }
  return EXIT.done;
}
