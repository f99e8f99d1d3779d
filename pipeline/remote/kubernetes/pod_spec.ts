import type { IContainer } from "kubernetes-models/v1/Container";
import type { IVolume } from "kubernetes-models/v1/Volume";
import { EXIT } from "../../base/exit_codes.ts";
import type { ClusterSettings } from "./cluster_settings.ts";
import type { PodStep } from "./pod_steps.ts";

/** MiB for the process that starts a stage and stores its outputs. */
const OVERHEAD = 256;

/** Seconds from the request to stop to the end: a stage has 10 of them to save its checkpoint. */
export const GRACE = 30;

/** Exit codes of a stage that failed after its own retries, or cannot work at all. */
export const FINAL_CODES: readonly number[] = [
  EXIT.failed,
  EXIT.usage,
  EXIT.locked,
  EXIT.damaged,
];

/** Times that a pod is made again that was taken away, with its node or for another one. */
export const LOSSES = 10;

/** Name of the container; Argo knows no other. */
export const MAIN = "main";

/** Name of the volume with the project. */
const VOLUME = "project";

/** Container of a step, which is the main one of its pod. */
export function stageContainer(
  { command: [program = "", ...args], resources }: PodStep,
  { image, mount, gpu, secret }: ClusterSettings,
): IContainer {
  const { cpus, memory, gpus } = resources;
  const bounded = {
    memory: `${Math.ceil(memory) + OVERHEAD}Mi`,
    ...(gpus > 0 ? { [gpu]: String(gpus) } : {}),
  };
  return {
    name: MAIN,
    image,
    command: [plain(program)],
    args: args.map(plain),
    workingDir: mount,
    env: [
      // Packages and TensorFlow's library are fetched once for all pods.
      { name: "DENO_DIR", value: `${mount}/.cache/deno` },
      { name: "XDG_CACHE_HOME", value: `${mount}/.cache` },
    ],
    ...(secret === undefined
      ? {}
      : { envFrom: [{ secretRef: { name: secret } }] }),
    resources: {
      requests: { cpu: `${Math.ceil(cpus * 1000)}m`, ...bounded },
      limits: bounded,
    },
    volumeMounts: [{ name: VOLUME, mountPath: mount }],
  };
}

/** Volumes of a pod. */
export function projectVolumes({ claim }: ClusterSettings): IVolume[] {
  return [{ name: VOLUME, persistentVolumeClaim: { claimName: claim } }];
}

/** Kubernetes replaces `$(NAME)` in arguments; two dollar signs stand for one. */
export function plain(text: string): string {
  return text.replaceAll("$", "$$$$");
}
