/**
 * How a GPU computes. `deterministic`: operations that give the same bytes each time, cuDNN's first algorithm that works
 * and not the fastest by a measurement, products of whole float32 numbers. `fast`: TensorFlow's own choice, with TF32.
 */
export type Numerics = "deterministic" | "fast";

// They are no part of the C API, but exported: `tf.config.experimental` of Python calls the same two.
const SYMBOLS = {
  setDeterminism: {
    name: "_ZN3tsl19EnableOpDeterminismEb",
    parameters: ["u8"],
    result: "void",
    optional: true,
  },
  setTf32: {
    name: "_ZN3tsl32enable_tensor_float_32_executionEb",
    parameters: ["u8"],
    result: "void",
    optional: true,
  },
} as const satisfies Deno.ForeignLibraryInterface;

/**
 * Sets how the GPUs of this process compute, before the first operation.
 *
 * @param library Path of the library, which is open.
 * @throws {Error} If `deterministic` is asked of a library that cannot be set so.
 */
export function setNumerics(library: string, numerics: Numerics): void {
  const { symbols } = Deno.dlopen(library, SYMBOLS);
  const fast = numerics === "fast";
  if (symbols.setDeterminism === null || symbols.setTf32 === null) {
    if (fast) return;
    throw new Error(
      `Expected a TensorFlow that can be told to compute deterministically on a GPU but found none in ${library}: \`numerics: fast\` takes it as it is`,
    );
  }
  symbols.setDeterminism(fast ? 0 : 1);
  symbols.setTf32(fast ? 1 : 0);
}
