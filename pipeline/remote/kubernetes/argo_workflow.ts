import type { IWorkflow } from "@kubernetes-models/argo-workflows/argoproj.io/v1alpha1/Workflow";
import type { ITemplate } from "@kubernetes-models/argo-workflows/argoproj.io/v1alpha1/Template";
import { usageError } from "../../base/pipeline_error.ts";
import type { ClusterSettings } from "./cluster_settings.ts";
import { dnsName, labelValue } from "./dns_name.ts";
import { KEY_LABEL } from "./kubernetes_jobs.ts";
import {
  FINAL_CODES,
  GRACE,
  LOSSES,
  plain,
  projectVolumes,
  stageContainer,
} from "./pod_spec.ts";
import type { PodStep } from "./pod_steps.ts";

/** Most characters of a workflow's name before the suffix of the cluster: the whole has to fit a label. */
const NAME = 50;

/** Parameters of a template. */
const INSTANCE = "{{inputs.parameters.instance}}";
const KEY = "{{inputs.parameters.key}}";

/**
 * An Argo Workflow of steps: a DAG with one task for each step. Steps of a stage with the same limits share a template,
 * so that a sweep of thousands stays below the size that a cluster accepts.
 *
 * Throws a `PipelineError` of kind `usage` for text that Argo would replace.
 *
 * @param pipeline Name of the pipeline.
 * @param steps The steps, each after those that it needs.
 */
export function argoWorkflow(
  pipeline: string,
  steps: readonly PodStep[],
  settings: ClusterSettings,
): IWorkflow {
  const templates = new Map<string, ITemplate>();
  const tasks = steps.map((step) => {
    const { name, instance, stage, key, needs, resources, deadline } = step;
    const { cpus, memory, gpus } = resources;
    const template = dnsName([stage], [
      stage,
      ...[cpus, memory, gpus, deadline].map(String),
    ]);
    if (!templates.has(template)) {
      templates.set(template, stageTemplate(template, step, settings));
    }
    return {
      name,
      template,
      ...(needs.length === 0 ? {} : { dependencies: [...needs] }),
      arguments: {
        parameters: [
          { name: "instance", value: plain(instance) },
          ...(key === undefined
            ? []
            : [{ name: "key", value: key.slice(0, KEY_LABEL) }]),
        ],
      },
    };
  });
  return {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Workflow",
    metadata: {
      generateName: `${labelValue(pipeline, NAME) || "sdarts"}-`,
      labels: {
        "app.kubernetes.io/name": "sdarts",
        "sdarts/pipeline": labelValue(pipeline),
      },
    },
    spec: {
      entrypoint: "pipeline",
      volumes: projectVolumes(settings),
      templates: [{ name: "pipeline", dag: { tasks } }, ...templates.values()],
    },
  };
}

function stageTemplate(
  name: string,
  step: PodStep,
  settings: ClusterSettings,
): ITemplate {
  const { stage, instance, command, deadline } = step;
  const bad = command.find((part) => part.includes("{{"));
  if (bad !== undefined) {
    throw usageError(`Argo would replace {{ in ${bad}`);
  }
  const container = stageContainer(step, settings);
  return {
    name,
    inputs: {
      parameters: [{ name: "instance" }, { name: "key", value: "" }],
    },
    metadata: {
      labels: {
        "app.kubernetes.io/name": "sdarts",
        "sdarts/stage": labelValue(stage),
        "sdarts/key": KEY,
      },
      annotations: { "sdarts/instance": INSTANCE },
    },
    ...(deadline === undefined ? {} : { activeDeadlineSeconds: deadline }),
    // A failed stage has had its own retries; an evicted pod is restarted. Argo calls a preempted pod failed.
    retryStrategy: {
      limit: String(LOSSES),
      retryPolicy: "Always",
      expression: `asInt(lastRetry.exitCode) not in [${
        FINAL_CODES.join(", ")
      }]`,
    },
    podSpecPatch: JSON.stringify({ terminationGracePeriodSeconds: GRACE }),
    container: {
      ...container,
      args:
        container.args?.map((part) =>
          part === plain(`--only=${instance}`) ? `--only=${INSTANCE}` : part
        ) ?? [],
    },
  };
}
