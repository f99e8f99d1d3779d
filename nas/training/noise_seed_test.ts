import * as tf from "@tensorflow/tfjs-core";
import { assert, assertEquals } from "@std/assert";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { noiseSeed } from "./noise_seed.ts";

const ADDRESS = { seed: 1, pass: "weight", epoch: 0, step: 0 };

Deno.test("noiseSeed() is a function of its address and differs in each part of it", async () => {
  await withoutLeaks(await testEngine(), () => {
    const read = (change: Partial<typeof ADDRESS>) =>
      tf.tidy(() => `${noiseSeed({ ...ADDRESS, ...change }).dataSync()}`);
    assertEquals(read({}), read({}));
    const changes = [{}, { seed: 2 }, { pass: "alpha" }, { epoch: 1 }, {
      step: 1,
    }];
    assertEquals(new Set(changes.map(read)).size, changes.length);
  });
});

Deno.test("noiseSeed() leaves room to add an operation's number to its second word", async () => {
  await withoutLeaks(await testEngine(), () => {
    for (let step = 0; step < 200; step++) {
      tf.tidy(() => {
        const [, second] = noiseSeed({ ...ADDRESS, step }).dataSync();
        assert(second! >= 0 && second! < 2 ** 30);
      });
    }
  });
});
