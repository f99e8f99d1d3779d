import type { IContainer } from "kubernetes-models/v1/Container";
import type { IVolume } from "kubernetes-models/v1/Volume";
import { EXIT } from "../../base/exit_codes.ts";
import type { ClusterSettings } from "./cluster_settings.ts";
import type { PodStep } from "./pod_steps.ts";

/** MiB for the process that starts a stage and stores its outputs. */
const OVERHEAD = 256;

/** Seconds between the request to stop and SIGKILL: a stage has 10 of them to save its checkpoint. */
export const GRACE = 30;

/** Exit codes after which a pod is not restarted: the stage failed after its own retries, or can never succeed. */
export const FINAL_CODES: readonly number[] = [
  EXIT.failed,
  EXIT.usage,
  EXIT.locked,
  EXIT.damaged,
];

/** Most restarts of a pod that was evicted or lost its node. */
export const LOSSES = 10;

/** Name of the container; Argo allows no other. */
export const MAIN = "main";

/** Name of the volume with the project. */
const VOLUME = "project";

/** Main container of the pod of a step. */
export function stageContainer(
  { command: [program = "", ...args], resources }: PodStep,
  { image, mount, gpu, secret, accelerator = "" }: ClusterSettings,
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
      // Packages and TensorFlow's library are downloaded once for all pods.
      { name: "DENO_DIR", value: `${mount}/.cache/deno` },
      { name: "XDG_CACHE_HOME", value: `${mount}/.cache` },
      // Every pod computes the same keys, whatever its node has.
      { name: "SDARTS_GPU_MODEL", value: accelerator },
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

/** Escapes dollar signs: Kubernetes replaces `$(NAME)` in arguments. */
export function plain(text: string): string {
  return text.replaceAll("$", "$$$$");
}
