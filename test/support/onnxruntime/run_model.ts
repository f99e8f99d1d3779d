// Runs ONNX models with onnxruntime: a program of its own, so that nobody but this test downloads that library.
import { InferenceSession, Tensor } from "onnxruntime-node";

/** One run: the model's file, pixels as little-endian float32 in a file, and images. */
interface Run {
  readonly model: string;
  readonly images: string;
  readonly dims: readonly number[];
}

const runs = JSON.parse(Deno.args[0] ?? "[]") as Run[];
const logits: number[][] = [];
const sessions = new Map<string, InferenceSession>();
for (const { model, images, dims } of runs) {
  const session = sessions.get(model) ?? await InferenceSession.create(model);
  sessions.set(model, session);
  const bytes = Deno.readFileSync(images);
  const x = new Float32Array(bytes.buffer, 0, bytes.byteLength / 4);
  const results = await session.run({ images: new Tensor("float32", x, dims) });
  logits.push([...results["logits"]!.data as Float32Array]);
}
console.log(JSON.stringify(logits));
