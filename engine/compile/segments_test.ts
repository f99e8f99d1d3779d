import { assertEquals } from "@std/assert";
import type { TensorMeta } from "../tensorflow/op_binding.ts";
import { traceSegments } from "./segments.ts";

/** A graph of names: each operation gives one map, or what `shapes` says. */
function graph() {
  const written: string[] = [];
  const label = new Map<number, string>();
  let next = 1;
  const add = (
    name: string,
    inputs: readonly number[],
    { after = [], shape = [2, 4, 4, 1] }: {
      after?: readonly number[];
      shape?: number[];
    } = {},
  ): TensorMeta[] => {
    const id = next++;
    const text = `${name}(${inputs.map((i) => label.get(i) ?? i)})`;
    label.set(id, text);
    written.push(
      after.length === 0
        ? text
        : `${text} after ${after.map((i) => label.get(i))}`,
    );
    return [{ id, shape, dtype: 1 }];
  };
  const segments = traceSegments((name, _, inputs, after) =>
    add(name, inputs, { after })
  );
  /** Records an operation as the recorder does. */
  const run = (name: string, inputs: number[], shape?: number[]): number => {
    const read = inputs.map((id) => segments.read(id));
    const outputs = add(name, read, shape === undefined ? {} : { shape });
    segments.note(name, [], read, outputs);
    return outputs[0]!.id;
  };
  return { segments, run, written };
}

Deno.test("the backward pass reads repetitions, which wait for what it had recorded before", () => {
  const { segments, run, written } = graph();
  const x = run("x", []);
  const [a, b] = segments.run(() => {
    const a = run("a", [x]);
    return [a, run("b", [a])];
  });
  segments.hold([b!]);
  const loss = run("loss", [b!], []);
  run("db", [loss]);
  run("da", [a!]);
  run("da2", [a!]);
  assertEquals(written, [
    "x()",
    "a(x())",
    "b(a(x()))",
    "loss(b(a(x())))",
    "db(loss(b(a(x()))))",
    "a(x()) after db(loss(b(a(x()))))",
    "da(a(x()))",
    "da2(a(x()))",
  ]);
});

Deno.test("a repetition starts from what is held: only its first operations wait", () => {
  const { segments, run, written } = graph();
  const x = run("x", []);
  const c = segments.run(() => run("c", [run("b", [run("a", [x])])]));
  run("dy", []);
  run("dc", [c]);
  assertEquals(
    written.slice(4),
    [
      "dy()",
      "a(x()) after dy()",
      "b(a(x()))",
      "c(b(a(x())))",
      "dc(c(b(a(x()))))",
    ].slice(0),
  );
});

Deno.test("what another segment reads, vectors and random numbers are held", () => {
  const { segments, run, written } = graph();
  const x = run("x", []);
  const [shared, mean, noise, stateless] = segments.run(() => [
    run("relu", [x]),
    run("mean", [x], [4]),
    run("RandomUniform", [x]),
    run("StatelessRandomNormalV2", [x]),
  ]);
  const late = segments.run(() => run("late", [x]));
  segments.run(() => run("next", [shared!]));
  segments.run(() => run("last", [late]), false);
  const before = written.length;
  run("d1", [shared!]);
  run("d2", [mean!]);
  run("d3", [noise!]);
  assertEquals(written.length, before + 3);
  run("d", [late]);
  assertEquals(written.length, before + 4);
  run("d4", [stateless!]);
  assertEquals(written.length, before + 6);
});

Deno.test("a segment inside another one is a part of it, and one that throws ends", () => {
  const { segments, run, written } = graph();
  const x = run("x", []);
  try {
    segments.run(() => {
      run("lost", [x]);
      throw new Error("no");
    });
  } catch {
    // as expected
  }
  const outer = segments.run(() => {
    const inner = segments.run(() => run("inner", [x]));
    return run("outer", [inner]);
  });
  run("dy", []);
  run("d", [outer]);
  assertEquals(written.slice(-4), [
    "dy()",
    "inner(x()) after dy()",
    "outer(inner(x()))",
    "d(outer(inner(x())))",
  ]);
});
