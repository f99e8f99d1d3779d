import type { Arguments, RunCommand } from "../command.ts";
import { changedParts, changedPartsText } from "../../changes/changed_parts.ts";
import { planPipeline } from "../../../execution/plan/plan.ts";
import type { Project } from "../../../execution/plan/project.ts";
import { usageError } from "../../../base/pipeline_error.ts";
import { didYouMean } from "../../../../common/did_you_mean.ts";
import { openNamed } from "../pipeline_options.ts";
import { explainKey, keyText } from "./explain_key.ts";
import { explainedStage, explainedText } from "./explained_stage.ts";
import { writeJson, writeOut } from "../../terminal/write_out.ts";

/**
 * `explain [file.yaml]`: prints each difference to the last run, with the instances that it runs again.
 * `explain STAGE [file.yaml]`: says in three lines whether a stage, or one instance, runs, why, and what follows; with
 * `--all` each part of the key of each instance too.
 */
export const explain: RunCommand = async (args, project) => {
  const [name = "", ...file] = args.words;
  if (name === "" || (file.length === 0 && /\.ya?ml$/.test(name))) {
    return await explainAll(args, project);
  }
  const { json, all } = args.flags;
  const opened = await openNamed({ words: file, flags: args.flags }, project);
  const { instances } = opened.pipeline;
  const one = instances.find((found) => found.name === name);
  const chosen = one === undefined
    ? instances.filter(({ stage }) => stage.spec.id.value === name)
    : [one];
  if (chosen.length === 0) {
    const known = [
      ...new Set(instances.map(({ stage }) => stage.spec.id.value)),
      ...instances.map((found) => found.name),
    ];
    throw usageError(
      `Expected a stage or an instance of ${opened.pipeline.file} (${
        [...new Set(known)].slice(0, 12).join(", ")
      }${new Set(known).size > 12 ? ", ..." : ""}) but found ${name}${
        didYouMean(name, known)
      }`,
    );
  }
  if (json && one !== undefined) {
    return writeJson(await explainKey(one, opened));
  }
  const stage = await explainedStage(name, chosen, opened);
  if (json) return writeJson(stage);
  writeOut(explainedText(stage));
  if (!all) return;
  for (const instance of chosen) {
    writeOut(
      `\n${instance.name}\n${keyText(await explainKey(instance, opened))}`,
    );
  }
};

async function explainAll(args: Arguments, project: Project): Promise<void> {
  const opened = await openNamed(args, project);
  const plan = await planPipeline(opened);
  const parts = changedParts(plan, opened);
  if (args.flags.json) return writeJson({ changes: parts });
  writeOut(changedPartsText(parts, plan));
}
