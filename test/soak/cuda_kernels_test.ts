// Whether TensorFlow has a kernel for GPUs for every operation that a divided training puts on one: without a kernel the
// program would end. The CUDA build tells it without a GPU. Downloads what cuda_on_cpu_test.ts does.
import * as tf from "@tensorflow/tfjs-core";
import { assert, assertEquals } from "@std/assert";
import { protobufFields } from "../../common/protobuf_fields.ts";
import { bfloat16 } from "../../engine/compile/bfloat16.ts";
import { type Engine, openEngine } from "../../engine/engine.ts";
import { registerGradients } from "../../engine/gradients/register.ts";
import { ensureLibraries } from "../../engine/install/ensure_libraries.ts";
import { DType } from "../../engine/tensorflow/dtype.ts";
import { cString } from "../../engine/tensorflow/c_string.ts";
import { initialRetrainState, runRetrain } from "../../nas/retrain/retrain.ts";
import type { MethodName } from "../../nas/search/method.ts";
import { runSearch } from "../../nas/search/search.ts";
import { initialSearchState } from "../../nas/search/search_state.ts";
import { PRIMITIVES } from "../../nas/space/primitives.ts";
import { dataParallel } from "../../nas/training/data_parallel.ts";
import {
  tinyData,
  tinyRetrain,
  tinySearch,
  tinySpace,
  tinySupernet,
} from "../support/tensors/tiny_search.ts";

/** An operation of a program and its attributes that are types, by their numbers. */
interface PlacedOperation {
  readonly op: string;
  readonly device: string;
  readonly types: Readonly<Record<string, readonly number[]>>;
}

/** A kernel: its kind of device, and the types that it takes. */
interface Kernel {
  readonly device: string;
  readonly allows: Readonly<Record<string, readonly number[]>>;
}

type Field = { readonly number: number; readonly value: number | Uint8Array };

const bytesOf = ({ value }: Field) => value as Uint8Array;
const textOf = (field: Field) => new TextDecoder().decode(bytesOf(field));
const fieldsOf = (bytes: Uint8Array, place: string): Field[] => [
  ...protobufFields(bytes, place),
];

/** Types in an AttrValue: one, or those of a list. */
function typesOf(value: Uint8Array): number[] {
  return fieldsOf(value, "AttrValue").flatMap((field) => {
    if (field.number === 6) return [field.value as number];
    if (field.number !== 1) return [];
    return fieldsOf(bytesOf(field), "ListValue").flatMap(
      ({ number, value }) => {
        if (number !== 6) return [];
        return typeof value === "number" ? [value] : [...value];
      },
    );
  });
}

/** Reads a NodeDef. */
function operationOf(node: Uint8Array): PlacedOperation {
  const fields = fieldsOf(node, "NodeDef");
  const text = (number: number) => {
    const field = fields.find((field) => field.number === number);
    return field === undefined ? "" : textOf(field);
  };
  const types = fields.filter(({ number }) => number === 5).map((entry) => {
    const [key, value] = fieldsOf(bytesOf(entry), "attr");
    return [textOf(key!), typesOf(bytesOf(value!))] as const;
  }).filter(([, list]) => list.length > 0)
    // TensorFlow writes them in any order
    .sort(([a], [b]) => a < b ? -1 : 1);
  return { op: text(2), device: text(4), types: Object.fromEntries(types) };
}

/** Reads a KernelDef. */
function kernelOf(bytes: Uint8Array): Kernel {
  const fields = fieldsOf(bytes, "KernelDef");
  const allows = fields.filter(({ number }) => number === 3).map((field) => {
    const [name, values] = fieldsOf(bytesOf(field), "AttrConstraint");
    return [textOf(name!), typesOf(bytesOf(values!))] as const;
  });
  return {
    device: textOf(fields.find(({ number }) => number === 2)!),
    allows: Object.fromEntries(allows),
  };
}

/** Methods that between them have every part of which programs are made. */
const METHODS: readonly MethodName[] = [
  "darts-es",
  "sdarts-adv",
  "pc-darts-rs",
  "p-darts",
];

/** What the library tells beyond what the engine asks. */
function openReader(
  library: string,
  { status, check }: Engine["binding"]["native"],
) {
  const { symbols } = Deno.dlopen(library, {
    TF_NewBuffer: { parameters: [], result: "pointer" },
    TF_DeleteBuffer: { parameters: ["pointer"], result: "void" },
    TF_FunctionToFunctionDef: {
      parameters: ["u64", "pointer", "u64"],
      result: "void",
    },
    TF_GetRegisteredKernelsForOp: {
      parameters: ["buffer", "u64"],
      result: "pointer",
    },
  });
  /** Bytes of a TF_Buffer, which is freed. */
  const taken = (buffer: Deno.PointerObject): Uint8Array => {
    const view = new Deno.UnsafePointerView(buffer);
    const data = view.getPointer(0);
    const bytes = new Uint8Array(Number(view.getBigUint64(8)));
    if (data !== null) new Deno.UnsafePointerView(data).copyInto(bytes);
    symbols.TF_DeleteBuffer(buffer);
    return bytes;
  };
  return {
    operations(address: bigint): PlacedOperation[] {
      const buffer = symbols.TF_NewBuffer()!;
      symbols.TF_FunctionToFunctionDef(address, buffer, status);
      check("function");
      return fieldsOf(taken(buffer), "FunctionDef")
        .filter(({ number }) => number === 3)
        .map((node) => operationOf(bytesOf(node)));
    },
    kernels(op: string): Kernel[] {
      const buffer = symbols.TF_GetRegisteredKernelsForOp(cString(op), status);
      check("kernels");
      return fieldsOf(taken(buffer!), "KernelList")
        .map((kernel) => kernelOf(bytesOf(kernel)));
    },
  };
}

/** Kernels that the engine replaces on a processor alone. */
const POINTWISE = ["Conv2D", "Conv2DBackpropInput", "Conv2DBackpropFilter"];

/** The CUDA build on two devices of the processor, with the kernels and gradients that a GPU has. */
async function openAsOnGpu(library: string): Promise<Engine> {
  await import("@tensorflow/tfjs-node-gpu/dist/register_all_kernels.js");
  const stock = POINTWISE.map((name) => tf.getKernel(name, "tensorflow"));
  const engine = await openEngine({
    library,
    intraOpThreads: 1,
    interOpThreads: 2,
    cpuDevices: 2,
  });
  for (const kernel of stock) {
    tf.unregisterKernel(kernel.kernelName, "tensorflow");
    tf.registerKernel(kernel);
  }
  registerGradients("gpu");
  return engine;
}

/** Small trainings that divide every kind of step over two devices. */
async function trainAll(engine: Engine): Promise<void> {
  const divided = {
    epochs: 2,
    gradients: dataParallel(2),
    data: tinyData([4]),
  };
  for (const name of METHODS) {
    const options = tinySearch(name, divided);
    const state = initialSearchState(options.config.space, options.layout, 1);
    await runSearch(engine, state, options);
  }
  const config = tinySupernet(tinySpace(...PRIMITIVES));
  for (const changes of [{}, { precision: bfloat16 }]) {
    const search = tinySearch("darts", { ...divided, ...changes, config });
    const { space } = config;
    await runSearch(
      engine,
      initialSearchState(space, search.layout, 1),
      search,
    );
    const { epochs, gradients } = divided;
    const retrain = tinyRetrain({ epochs, gradients, ...changes, steps: 1 });
    await runRetrain(engine, initialRetrainState(retrain.layout, 1), retrain);
  }
}

Deno.test("every operation that divided trainings put on a device has a kernel for GPUs and its types", async () => {
  Deno.env.set("CUDA_VISIBLE_DEVICES", "");
  const { path } = await ensureLibraries({ device: "gpu" });
  const engine = await openAsOnGpu(path);
  const { native } = engine.binding;
  const reader = openReader(path, native);
  const found = new Map<string, PlacedOperation>();
  const defined = native.c.TFE_ContextAddFunction;
  (native as { c: typeof native.c }).c = {
    ...native.c,
    TFE_ContextAddFunction: (context, address, status) => {
      for (const operation of reader.operations(address)) {
        found.set(JSON.stringify(operation), operation);
      }
      defined(context, address, status);
    },
  };
  await trainAll(engine);
  const operations = [...found.values()]
    .filter(({ op }) => !op.startsWith("program_"));
  const kinds = new Set(operations.map(({ op }) => op));
  console.log(
    `${kinds.size} kinds of operations, ${operations.length} by types`,
  );
  assert(operations.some(({ device }) => device.endsWith("CPU:1")));
  const runsOnGpu = ({ op, types }: Omit<PlacedOperation, "device">) =>
    reader.kernels(op).some(({ device, allows }) =>
      (device === "GPU" || device === "DEFAULT") &&
      Object.entries(allows).every(([name, allowed]) =>
        (types[name] ?? []).every((type) => allowed.includes(type))
      )
    );
  assertEquals(operations.filter((operation) => !runsOnGpu(operation)), []);
  // what has none, and what has none for its types, is told
  assertEquals(runsOnGpu({ op: "DecodeJpeg", types: {} }), false);
  assertEquals(
    runsOnGpu({ op: "Conv2D", types: { T: [DType.float32] } }),
    true,
  );
  assertEquals(
    runsOnGpu({ op: "Conv2D", types: { T: [DType.string] } }),
    false,
  );
});
