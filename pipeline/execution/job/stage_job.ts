import type { Action } from "../../cache/key/action.ts";
import type { StageJob } from "../executor/executor.ts";
import type { Instance } from "../../definition/graph/pipeline.ts";
import type { ActionOptions } from "../run/run_action.ts";
import type { ToolchainGrant } from "../../stage.ts";
import { stageLockPath } from "./stage_lock.ts";
import type { StageLog } from "./stage_log.ts";
import { declaredPermissions } from "./stage_permissions.ts";

/**
 * Says what the process of an instance is given and may do.
 *
 * @param instance The instance.
 * @param job Its action, folders and log.
 * @param options The cache and the executor.
 */
export function describeJob(
  instance: Instance,
  job: {
    readonly action: Action;
    readonly grant: ToolchainGrant | undefined;
    readonly slots: readonly string[];
    readonly work: string;
    readonly checkpoint: string;
    readonly log: StageLog;
  },
  { config, report, folders, executor }: ActionOptions,
): StageJob {
  const { name, resources, stage } = instance;
  const { definition, path: module, files } = stage.module;
  const { work, checkpoint, log, grant, slots } = job;
  const { key, code } = job.action;
  const lock = executor.detached
    ? `${work}/stage.lock`
    : stageLockPath(folders, key);
  return {
    name,
    key,
    module,
    work,
    config,
    read: [`${work}/in`, `${work}/request.json`, ...code.assets],
    write: [
      ...["out", "tmp", "end"].map((folder) => `${work}/${folder}`),
      checkpoint,
      lock,
    ],
    permissions: declaredPermissions(definition, instance.params),
    resources,
    timeout: stage.spec.limits.timeout,
    startsProcesses: files !== undefined,
    checkpoint,
    lock,
    ...(grant === undefined ? {} : { grant }),
    ...(slots.length === 0 ? {} : { gpus: slots }),
    onOutput: log.write,
    onMessage: (message) => {
      if (message.type === "progress") {
        const { progress } = message;
        report({ type: "progress", instance: name, progress });
      }
      if (message.type === "log") {
        log.write(message.line);
        report({ type: "log", instance: name, line: message.line });
      }
      if (message.type === "measure") {
        log.write(`${message.name}: ${message.value}`);
        report({ ...message, instance: name });
      }
    },
  };
}
