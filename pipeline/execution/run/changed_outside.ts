import type { Instance } from "../../definition/graph/pipeline.ts";
import { shellWord } from "../../base/shell_word.ts";
import { shownPath } from "../../base/shown_path.ts";
import type { ActiveRun } from "./run_options.ts";

/** Milliseconds between reports on a long look. */
const INTERVAL = 200;

/**
 * Looks at the files and folders of the user that an instance reads outside of the cache, and notes the command that
 * accepts what has changed.
 *
 * @returns Why it cannot be done; undefined if all is as its parameters say.
 */
export async function changedOutside(
  instance: Instance,
  run: Pick<ActiveRun, "opened" | "report" | "state" | "control">,
): Promise<string | undefined> {
  if (instance.stage.module.definition.outside === undefined) return undefined;
  const { opened, report, state, control: { stop } } = run;
  let said = performance.now();
  let last: { path: string; total: number } | undefined;
  const tell = (path: string, done: number, total: number) =>
    report({
      type: "prepare",
      toolchain: `digest of ${path}`,
      progress: { done, total, unit: "file" },
    });
  const changes = await opened.outside(instance, {
    onRead: async (path, done, total) => {
      if (performance.now() - said < INTERVAL) return;
      tell(path, done, total);
      last = { path, total };
      // so that signals arrive
      await new Promise((resolve) => setTimeout(resolve, 0));
      stop.throwIfAborted();
      said = performance.now();
    },
  });
  if (last !== undefined) tell(last.path, last.total, last.total);
  if (changes.length === 0) return undefined;
  const { pipeline: { file }, profile } = opened;
  const id = instance.stage.spec.id.value;
  const chosen = profile === undefined
    ? ""
    : ` --profile ${shellWord(profile)}`;
  const command = `accept ${shellWord(shownPath(file))} ${id}${chosen}`;
  const digests = changes.flatMap(({ found, input: { digest } }) =>
    found === undefined || "hex" in digest ? [] : [`${digest.at(-1)}: ${found}`]
  );
  if (digests.length > 0) state.accept.set(command, { command, digests });
  return changes.map(({ message }) => message).join("; ");
}
