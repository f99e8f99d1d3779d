import { PipelineError, usageError } from "../../base/pipeline_error.ts";
import { exists } from "../../base/read_files.ts";
import type { OpenedPipeline } from "../../cache/key/action.ts";
import type { OutsideChange } from "../../cache/outside/outside_inputs.ts";
import { unknownName } from "../../../common/did_you_mean.ts";
import type { Instance } from "../../definition/graph/pipeline.ts";
import { editScalar } from "../../definition/yaml/edit_scalar.ts";
import { nodeAt, plainValue } from "../../definition/yaml/located.ts";
import { parseYaml } from "../../definition/yaml/parse_yaml.ts";

/** A digest that is to be written. */
interface Accepted {
  readonly instance: Instance;
  readonly change: OutsideChange;
  readonly found: string;
}

/**
 * The text of a pipeline file with the digests of the user's files as they are now, and a line for each that is new.
 *
 * Throws a `PipelineError` for files that cannot be used, and for a digest that does not stand in the `with` of its stage.
 *
 * @param before Text of the file.
 * @param stage The only stage whose digests are written; default: all.
 */
export async function acceptDigests(
  before: string,
  opened: OpenedPipeline,
  stage?: string,
): Promise<{ text: string; lines: readonly string[] }> {
  const { file, instances } = opened.pipeline;
  const ids = [...new Set(instances.map((own) => own.stage.spec.id.value))];
  if (stage !== undefined && !ids.includes(stage)) {
    throw usageError(
      unknownName(stage, { what: `a stage of ${file}`, known: ids }),
    );
  }
  let text = before;
  const written = new Map<string, string>();
  const lines: string[] = [];
  for (const instance of instances) {
    const id = instance.stage.spec.id.value;
    if (stage !== undefined && id !== stage) continue;
    checkThere(instance);
    for (const change of await opened.outside(instance)) {
      const { found, input, reason } = change;
      if (found === undefined) throw new PipelineError("failed", reason);
      const place = [id, ...keysOf(input)].join(".");
      const other = written.get(place);
      if (other === found) continue;
      if (other !== undefined) {
        throw usageError(
          `Expected one digest for ${place} but found ${other} and ${found}: give each instance one of its own`,
        );
      }
      written.set(place, found);
      const edited = withDigest(text, { instance, change, found }, file);
      text = edited.text;
      lines.push(edited.line);
    }
  }
  return { text, lines };
}

/** Keys of the parameter with the digest of an input; none where a module has it, which no command edits. */
function keysOf({ digest }: OutsideChange["input"]): readonly string[] {
  return "hex" in digest ? [] : digest;
}

/** Throws at a file or folder that is gone, of which there is no digest to accept. */
function checkThere(
  { stage: { module, spec }, params, parts }: Instance,
): void {
  const gone = module.definition.outside?.(params, parts?.loaded ?? {}).find((
    { path, digest },
  ) => !("hex" in digest) && !exists(path));
  if (gone === undefined) return;
  throw new PipelineError(
    "failed",
    `Cannot accept ${
      keysOf(gone).at(-1)
    } of stage ${spec.id.value}: ${gone.path} not found`,
  );
}

/** The text of a pipeline file with an accepted digest, and what changed in a line. */
function withDigest(
  text: string,
  { instance, change, found }: Accepted,
  file: string,
): { text: string; line: string } {
  const { input, expected, reason } = change;
  const id = instance.stage.spec.id.value;
  const keys = keysOf(input);
  const name = `${keys.at(-1)} of stage ${id}`;
  const path = ["stages", id, "with", ...keys];
  const { root } = parseYaml(text);
  const own = root && nodeAt(root, path);
  const written = own?.found === true ? plainValue(own.node) : undefined;
  if (written !== expected) {
    throw usageError(
      `Expected ${name} in its own \`with\` but found it ${
        whereElse(instance, change, file)
      }: write ${found} there`,
    );
  }
  const after = neighbour(instance.params, change);
  const edited = editScalar(text, {
    path,
    value: found,
    ...(after === undefined ? {} : { after }),
  });
  const at = `${file}:${edited.at.line}:${edited.at.column}`;
  if ("refused" in edited) {
    throw usageError(
      `${at}: Cannot change ${name}: ${edited.refused}; write ${found} there`,
    );
  }
  const line = expected === undefined
    ? `${at}: ${name}: ${found}`
    : `${at}: ${name}: ${found} in place of ${expected}; ${reason}`;
  return { text: edited.text, line };
}

/** Where the value of a digest stands, if not in the stage's own `with`. */
function whereElse(
  { stage }: Instance,
  { input, expected }: OutsideChange,
  file: string,
): string {
  const { node, found } = nodeAt(stage.spec.with, keysOf(input));
  if (!found) return `in an override of ${file}`;
  const place = node.file ?? file;
  const value = plainValue(node);
  const at = node.file === undefined
    ? `at ${place}:${node.line}:${node.column}`
    : `in ${place}`;
  if (value === expected) return at;
  return typeof value === "string" && value.startsWith("$")
    ? `on the axis ${value.slice(1)} of the matrix (${at})`
    : `in an override of ${file}`;
}

/** The parameter beside a digest that names the file or folder. */
function neighbour(
  params: unknown,
  { input }: OutsideChange,
): string | undefined {
  const { path } = input;
  const holder = keysOf(input).slice(0, -1).reduce<unknown>(
    (value, step) => (value as Record<string, unknown>)[step],
    params,
  );
  return Object.entries(holder as object).find(([, value]) => value === path)
    ?.[0];
}
