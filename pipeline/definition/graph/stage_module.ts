import type {
  ForeseeFacts,
  NoteProgress,
  StageDefinition,
  Toolchain,
} from "../../stage.ts";

/** A stage definition and where it comes from. */
export interface StageModule {
  /** Text of `use:`. */
  readonly use: string;
  readonly path: string;
  /** The module that the stage's process runs, if it is another one. */
  readonly work?: string;
  /** The declaration; only its schema knows the type of the parameters. */
  readonly definition: StageDefinition<unknown>;
  /** Native software of the stage, from `toolchain.ts` beside it or from its declaration. */
  readonly toolchain?: Toolchain | undefined;
  /** What the stage knows before it runs, from `facts.ts` beside it. */
  readonly facts?: ForeseeFacts<unknown> | undefined;
  /** What to say beside its progress, from `note.ts` beside it. */
  readonly note?: NoteProgress<unknown> | undefined;
  /** Files that a command needs; only for `use: command`. */
  readonly files?: CommandFiles;
}

/** Files of a project that a command needs. */
export interface CommandFiles {
  /** Folder of the pipeline file, below which they lie. */
  readonly base: string;
  /** Their paths below it. */
  readonly code: readonly string[];
  readonly program: {
    readonly name: string;
    readonly path: string;
    /** Path below the folder, for a program of the project: the command runs its copy. */
    readonly own?: string;
  };
  /** Path below the folder of the file that says what is installed for the program. */
  readonly lock?: string;
}
