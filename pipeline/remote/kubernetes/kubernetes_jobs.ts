import type { IJob } from "kubernetes-models/batch/v1/Job";
import type { ClusterSettings } from "./cluster_settings.ts";
import { labelValue } from "./dns_name.ts";
import {
  FINAL_CODES,
  GRACE,
  LOSSES,
  MAIN,
  projectVolumes,
  stageContainer,
} from "./pod_spec.ts";
import type { PodStep } from "./pod_steps.ts";

/** Characters of a key that a label holds; the whole key is an annotation. */
export const KEY_LABEL = 32;

/**
 * One Kubernetes Job for each step. Kubernetes does not order Jobs: a label holds the wave of each, to be applied when
 * all waves before it are complete.
 *
 * A failed stage has had its own retries and is not retried; an evicted pod is recreated and resumes from its checkpoint.
 *
 * @param pipeline Name of the pipeline.
 */
export function kubernetesJobs(
  pipeline: string,
  steps: readonly PodStep[],
  settings: ClusterSettings,
): IJob[] {
  return steps.map((step): IJob => {
    const { name, instance, stage, key, wave, deadline } = step;
    const labels = {
      "app.kubernetes.io/name": "sdarts",
      "sdarts/pipeline": labelValue(pipeline),
      "sdarts/stage": labelValue(stage),
      "sdarts/wave": String(wave),
      ...(key === undefined ? {} : { "sdarts/key": key.slice(0, KEY_LABEL) }),
    };
    return {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: {
        name,
        labels,
        annotations: {
          "sdarts/instance": instance,
          ...(key === undefined ? {} : { "sdarts/key": key }),
        },
      },
      spec: {
        backoffLimit: LOSSES,
        podFailurePolicy: {
          rules: [
            {
              action: "Ignore",
              onPodConditions: [{ type: "DisruptionTarget", status: "True" }],
            },
            {
              action: "FailJob",
              onExitCodes: {
                containerName: MAIN,
                operator: "In",
                values: [...FINAL_CODES],
              },
            },
          ],
        },
        template: {
          metadata: { labels },
          spec: {
            restartPolicy: "Never",
            // Of the pod, not the Job: waiting for a node is not limited.
            ...(deadline === undefined
              ? {}
              : { activeDeadlineSeconds: deadline }),
            terminationGracePeriodSeconds: GRACE,
            containers: [stageContainer(step, settings)],
            volumes: projectVolumes(settings),
          },
        },
      },
    };
  });
}
