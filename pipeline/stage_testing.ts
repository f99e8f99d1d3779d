import type {
  Member,
  Progress,
  StageContext,
  StageDefinition,
} from "./stage.ts";

/** A stage context for tests, and what the stage reported. */
export interface TestContext<P, C = unknown> {
  readonly context: StageContext<P, C>;
  readonly logged: string[];
  readonly progress: Progress[];
  readonly measured: Readonly<Record<string, number>>;
}

/** Runs a stage in this process, for tests. */
export async function runHere<P>(
  stage: StageDefinition<P>,
  context: StageContext<P>,
): Promise<void> {
  const work: Pick<StageDefinition<P>, "run"> = stage.module === undefined
    ? stage
    : await import(stage.module);
  if (work.run === undefined) {
    throw new TypeError(`Expected stage ${stage.name} to have a function run`);
  }
  await work.run(context);
}

/** Creates the context of a stage that runs in this process. */
export function testContext<P, C = unknown>(
  params: P,
  options: {
    readonly choices?: C;
    /** URLs of modules by role, as the declaration's `parts` gives them. */
    readonly parts?: Readonly<Record<string, string>>;
    readonly inputs?: Readonly<Record<string, string>>;
    readonly members?: Readonly<Record<string, readonly Member[]>>;
    readonly outputs: Readonly<Record<string, string>>;
    readonly checkpoint: string;
    readonly signal?: AbortSignal;
  },
): TestContext<P, C> {
  const logged: string[] = [];
  const progress: Progress[] = [];
  const measured: Record<string, number> = {};
  const named = (paths: Readonly<Record<string, string>>, name: string) => {
    const path = paths[name];
    if (path === undefined) {
      throw new RangeError(`Expected a declared artifact but found ${name}`);
    }
    return path;
  };
  return {
    logged,
    progress,
    measured,
    context: {
      params,
      choices: options.choices as C,
      part: (role) => import(named(options.parts ?? {}, role)),
      input: (name) => named(options.inputs ?? {}, name),
      members: (name) => options.members?.[name] ?? [],
      has: (name) => Object.hasOwn(options.inputs ?? {}, name),
      output: (name) => named(options.outputs, name),
      checkpoint: options.checkpoint,
      progress: (at) => progress.push(at),
      log: (line) => logged.push(line),
      measure: (name, value) => measured[name] = value,
      signal: options.signal ?? new AbortController().signal,
      graph: [],
    },
  };
}
