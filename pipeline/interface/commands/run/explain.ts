import {
  actionOf,
  ownParts,
  recordedDigests,
} from "../../../cache/key/action.ts";
import type { Arguments, RunCommand } from "../command.ts";
import { changedParts, changedPartsText } from "../../changes/changed_parts.ts";
import { planPipeline } from "../../../execution/plan/plan.ts";
import type { Project } from "../../../execution/plan/project.ts";
import { cachedRecords } from "../../../execution/plan/cached_records.ts";
import { canonicalJson } from "../../../base/canonical_json.ts";
import { usageError } from "../../../base/pipeline_error.ts";
import { keyChanges } from "../../../cache/key/key_changes.ts";
import { didYouMean } from "../../../../common/did_you_mean.ts";
import { neededInstances } from "../../../definition/graph/pipeline.ts";
import { openNamed } from "../pipeline_options.ts";
import { recall } from "../../../cache/history/remembered.ts";
import { writeJson, writeOut } from "../../terminal/write_out.ts";

/**
 * `explain [file.yaml]`: prints each difference to the last run, with the instances that it runs again.
 * `explain INSTANCE [file.yaml]`: prints each part of an instance's key, and what changed since its last run.
 */
export const explain: RunCommand = async (args, project) => {
  const [name = "", ...file] = args.words;
  if (name === "" || (file.length === 0 && /\.ya?ml$/.test(name))) {
    return await explainAll(args, project);
  }
  const opened = await openNamed({ words: file, flags: args.flags }, project);
  const { pipeline, folders } = opened;
  const instance = pipeline.instances.find((found) => found.name === name);
  if (instance === undefined) {
    const known = pipeline.instances.map((found) => found.name);
    throw usageError(
      `Expected an instance of ${pipeline.file} (${
        known.slice(0, 12).join(", ")
      }${known.length > 12 ? ", ..." : ""}) but found ${name}${
        didYouMean(name, known)
      }`,
    );
  }
  const { records } = await cachedRecords(
    opened,
    pipeline.instances.slice(0, pipeline.instances.indexOf(instance)),
  );
  const missing = neededInstances(instance).filter((needed) =>
    !records.has(needed)
  );
  const action = missing.length === 0
    ? await actionOf(instance, recordedDigests(records), opened)
    : undefined;
  const { parts, code } = action ?? await ownParts(instance, opened);
  const before = recall(folders, pipeline.name, name);
  const { inputs, ...rest } = parts;
  const keyed = before === undefined ? ["never run"] : keyChanges(before, {
    parts: action === undefined ? rest : parts,
    modules: code.modules,
  });
  const outside = await opened.outside(instance);
  const changes = [...keyed, ...outside.map(({ reason }) => reason)];
  const note = pipeline.sweep?.notes.get(name);
  if (args.flags.json) {
    return writeJson({
      instance: name,
      key: action?.key ?? null,
      waits: missing,
      parts,
      modules: code.modules,
      changes,
      ...(note === undefined ? {} : { sweep: note }),
    });
  }
  const line = (part: string, value: unknown) =>
    writeOut(
      `${part.padEnd(10)} ${
        typeof value === "string" ? value : canonicalJson(value)
      }\n`,
    );
  if (note !== undefined) line("sweep", note);
  line("key", action?.key ?? `waits for ${missing.join(", ")}`);
  for (const [part, value] of Object.entries(rest)) line(part, value);
  for (const [input, value] of Object.entries(inputs)) {
    line("input", `${input} ${canonicalJson(value)}`);
  }
  for (const [module, digest] of Object.entries(code.modules)) {
    line("module", `${digest.slice(0, 12)} ${module}`);
  }
  writeOut(
    changes.length === 0
      ? "nothing differs from the last run\n"
      : changes.map((change) => `differs    ${change}\n`).join(""),
  );
};

async function explainAll(args: Arguments, project: Project): Promise<void> {
  const opened = await openNamed(args, project);
  const plan = await planPipeline(opened);
  const parts = changedParts(plan, opened);
  if (args.flags.json) return writeJson({ changes: parts });
  writeOut(changedPartsText(parts, plan));
}
