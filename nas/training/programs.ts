import type { Tensor } from "../../engine/tensor.ts";
import { compile, type TensorSpec } from "../../engine/compile/compile.ts";
import type { Engine } from "../../engine/engine.ts";
import type { Precision } from "../../engine/compile/precision.ts";
import { type KeptBySize, keptBySize } from "./kept_by_size.ts";
import {
  mapLeaves,
  mapTensors,
  tensorsLike,
  tensorsOf,
} from "./tensor_tree.ts";

/** Shapes of tensors by name, single or in lists; an undefined one is an input that the program does not take. */
export type SpecTree =
  | TensorSpec
  | readonly SpecTree[]
  | { readonly [name: string]: SpecTree | undefined };

/** Tensors of the shapes of a {@linkcode SpecTree}, under its names. */
export type TensorsOf<S> = S extends TensorSpec ? Tensor
  : S extends readonly (infer E)[] ? readonly TensorsOf<E>[]
  : S extends undefined ? undefined
  : { readonly [K in keyof S]: TensorsOf<S[K]> };

/** A plain function of named tensors with the shapes that it takes: eager as it is, or compiled. */
export interface ProgramPart<I, O extends object> {
  /** Shapes of the inputs. The order of keys is the order of the compiled program's arguments. */
  readonly inputs: { readonly [name: string]: SpecTree | undefined };
  /** The function. */
  readonly fn: (inputs: I) => O;
  /** Names of inputs that stay the same over many calls: see `CompileOptions`. */
  readonly fixed?: readonly string[] | undefined;
}

/** A part that is compiled in another precision than float32: see `CompileOptions`. */
export interface PrecisePart<I, O extends object> extends ProgramPart<I, O> {
  readonly precision?: Precision | undefined;
}

/**
 * A program part whose inputs have the names of its shapes.
 *
 * @example
 * ```ts ignore
 * const half = program({
 *   inputs: { x: { shape: [2] } },
 *   fn: ({ x }) => ({ y: tf.div(x, 2) }),
 * });
 * const { y } = compileProgram(engine, half)({ x: tf.tensor1d([2, 4]) });
 * ```
 */
export function program<
  S extends { readonly [name: string]: SpecTree | undefined },
  O extends object,
>(
  part: {
    readonly inputs: S;
    readonly fn: (inputs: TensorsOf<S>) => O;
    readonly fixed?: readonly (keyof S & string)[] | undefined;
  },
): ProgramPart<TensorsOf<S>, O> {
  return part;
}

/** A part in a precision. */
export function inPrecision<I, O extends object>(
  precision: Precision | undefined,
  part: ProgramPart<I, O>,
): PrecisePart<I, O> {
  return { ...part, precision };
}

/** A compiled program of named tensors. */
export interface CompiledProgram<I, O> {
  /** Runs it; the caller owns the results. */
  (inputs: I): O;
  readonly operations: number;
  /** Frees memory that is held for fixed inputs. */
  forget(): void;
  /** Frees the program; later calls throw. */
  dispose(): void;
}

const isSpec = (node: unknown) =>
  Array.isArray((node as Partial<TensorSpec> | undefined)?.shape);

/** Compiles a part now. */
export function compileProgram<I, O extends object>(
  engine: Engine,
  { inputs, fn, fixed, precision }: PrecisePart<I, O>,
): CompiledProgram<I, O> {
  const specs: TensorSpec[] = [];
  // positions in the list that compile() takes, in the form of the inputs
  const positions = new Map<string, number[]>();
  for (const [name, tree] of Object.entries(inputs)) {
    const from = specs.length;
    mapLeaves(tree, isSpec, (spec) => specs.push(spec as TensorSpec));
    positions.set(name, specs.slice(from).map((_, i) => from + i));
  }
  let results: O;
  const compiled = compile(
    engine,
    (...tensors) => {
      const left = tensors.values();
      results = fn(mapLeaves(inputs, isSpec, () => left.next().value) as I);
      return tensorsOf(results);
    },
    specs,
    { fixed: fixed?.flatMap((name) => positions.get(name)!), precision },
  );
  const run = (values: I): O => {
    const left = compiled(...tensorsLike(inputs, isSpec, values)).values();
    return mapTensors(results, () => left.next().value!);
  };
  return Object.assign(run, {
    operations: compiled.operations,
    forget: compiled.forget,
    dispose: compiled.dispose,
  });
}

/** Any parts by name. */
export type Parts<P> = {
  readonly [K in keyof P]: ProgramPart<never, object>;
};

/** Compiled parts by name. */
export type Programs<P> =
  & {
    readonly [K in keyof P]: P[K] extends ProgramPart<infer I, infer O>
      ? (inputs: I) => O
      : never;
  }
  & {
    /** Frees memory that is held for fixed inputs. */
    forget(): void;
  };

/** Programs that their owner disposes. */
export type OwnedPrograms<P> = Programs<P> & { disposeAll(): void };

/** Compiles each part when it is first used. */
export function compileParts<P extends Parts<P>>(
  engine: Engine,
  parts: P,
): OwnedPrograms<P> {
  const compiled = new Map<string, CompiledProgram<never, object>>();
  const result = {
    forget() {
      for (const program of compiled.values()) program.forget();
    },
    disposeAll() {
      for (const program of compiled.values()) program.dispose();
      compiled.clear();
    },
  };
  for (
    const [name, part] of Object.entries<ProgramPart<never, object>>(parts)
  ) {
    Object.defineProperty(result, name, {
      enumerable: true,
      get: () =>
        compiled.getOrInsertComputed(name, () => compileProgram(engine, part)),
    });
  }
  return result as OwnedPrograms<P>;
}

/**
 * Keeps one set of programs for each batch size: an epoch's last batch may be smaller.
 *
 * @param most Sets that are kept at once: see {@linkcode keptBySize}.
 */
export function programsByBatch<P extends Parts<P>>(
  engine: Engine,
  build: (batch: number) => P,
  most?: number,
): KeptBySize<Programs<P>> {
  return keptBySize<OwnedPrograms<P>>(
    (batch) => compileParts(engine, build(batch)),
    { dispose: (programs) => programs.disposeAll(), most },
  );
}
