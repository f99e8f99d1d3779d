import * as tf from "@tensorflow/tfjs-core";
import { assertEquals, assertLess } from "@std/assert";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { sample } from "../../test/support/tensors/op_cases.ts";
import { depthwise } from "./depthwise.ts";
import { sharedMaps } from "./shared_maps.ts";

type Pixels = number[][][][];

/** The definition: padding so that stride 1 keeps the size, taps `dilation` apart, every `stride`-th pixel. */
function defined(
  x: Pixels,
  filter: Pixels,
  { kernel, stride, dilation }: {
    kernel: number;
    stride: number;
    dilation: number;
  },
): number[] {
  const half = dilation * (kernel - 1) / 2;
  const out: number[] = [];
  for (const image of x) {
    for (let i = 0; i < image.length; i += stride) {
      for (let j = 0; j < image[0]!.length; j += stride) {
        image[0]![0]!.forEach((_, c) => {
          let sum = 0;
          for (let a = 0; a < kernel; a++) {
            for (let b = 0; b < kernel; b++) {
              const pixel =
                image[i + a * dilation - half]?.[j + b * dilation - half]
                  ?.[c] ?? 0;
              sum += pixel * filter[a]![b]![c]![0]!;
            }
          }
          out.push(sum);
        });
      }
    }
  }
  return out;
}

for (const kernel of [3, 5, 7]) {
  for (const stride of [1, 2] as const) {
    for (const dilation of [1, 2] as const) {
      Deno.test(`depthwise() of kernel ${kernel}, stride ${stride}, dilation ${dilation} is its definition, at even and odd sizes`, async () => {
        await withoutLeaks(await testEngine(), () => {
          for (const [height, width] of [[6, 8], [5, 7]] as const) {
            tf.tidy(() => {
              const x = sample(2, height, width, 3);
              const filter = sample(kernel, kernel, 3, 1) as tf.Tensor4D;
              const options = { kernel, stride, dilation };
              const y = depthwise(sharedMaps(), x, filter, options);
              assertEquals(y.shape, [
                2,
                Math.ceil(height / stride),
                Math.ceil(width / stride),
                3,
              ]);
              const expected = defined(
                x.arraySync() as Pixels,
                filter.arraySync(),
                options,
              );
              y.dataSync().forEach((v, i) =>
                assertLess(Math.abs(v - expected[i]!), 2e-5)
              );
            });
          }
        });
      });
    }
  }
}
