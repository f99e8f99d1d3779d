import type { LocatedMap } from "../../definition/yaml/located.ts";
import { textOf } from "../../definition/yaml/node_checks.ts";
import type { Problem } from "../../definition/yaml/problem.ts";
import {
  readSettings,
  takeSettings,
} from "../../definition/yaml/settings_file.ts";

/** Description of a cluster, from the `kubernetes.yaml` of a project. */
export interface ClusterSettings {
  /** Image of the pods, with `deno` on its path. */
  readonly image: string;
  /** Persistent volume claim that holds the project's folder with its cache, and that many nodes can write. */
  readonly claim: string;
  /** Path at which pods mount the project. */
  readonly mount: string;
  /** Folder of this program in a pod (default: the project). */
  readonly program?: string;
  /** Name of the resource that stands for one GPU. */
  readonly gpu: string;
  /** Model of the GPUs, such as `NVIDIA H200`: part of the keys of stages with GPUs, which refuse another. */
  readonly accelerator?: string;
  /** Secret whose entries are environment variables of the pods, for a shared cache. */
  readonly secret?: string;
}

/** Settings without a `kubernetes.yaml`. */
export function defaultCluster(deno: string): ClusterSettings {
  return {
    image: `denoland/deno:${deno}`,
    claim: "sdarts",
    mount: "/project",
    gpu: "nvidia.com/gpu",
  };
}

const DNS_NAME = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;
const FOLDER = /^(\/[\w.@+-]+)+$/;

const FORMS: Readonly<
  Record<
    keyof ClusterSettings,
    { readonly what: string; readonly form: RegExp }
  >
> = {
  image: {
    what: "the name of an image such as registry/name:tag",
    form: /^[\w][\w./:@-]{0,500}$/,
  },
  claim: { what: "the name of a persistent volume claim", form: DNS_NAME },
  mount: { what: "an absolute folder such as /project", form: FOLDER },
  program: { what: "an absolute folder such as /sdarts", form: FOLDER },
  gpu: {
    what: "the name of a resource such as nvidia.com/gpu",
    form: /^[a-z0-9][a-z0-9.-]*\/[A-Za-z0-9._-]+$/,
  },
  accelerator: {
    what: "the model of a GPU such as NVIDIA H200",
    form: /^\w[\w .+()-]{0,99}$/,
  },
  secret: { what: "the name of a secret", form: DNS_NAME },
};

/**
 * Reads the settings of a cluster.
 *
 * @param text Text of `kubernetes.yaml`.
 * @param file Name of the file for messages.
 * @param deno Version of Deno, for the default image.
 * @returns The settings. Throws a `PipelineError` of kind `usage` and a line `file:line:column: ...` for each mistake.
 */
export function parseClusterSettings(
  text: string,
  file: string,
  deno: string,
): ClusterSettings {
  return { ...defaultCluster(deno), ...readSettings(text, file, read) };
}

function read(map: LocatedMap, problems: Problem[]): Partial<ClusterSettings> {
  const known = Object.keys(FORMS);
  return takeSettings(map, { known, problems }, (take) => {
    for (const [name, { what, form }] of Object.entries(FORMS)) {
      take(name, what, (node) => {
        const text = textOf(node);
        return text !== undefined && form.test(text) ? text : undefined;
      });
    }
  });
}
