import { assertEquals } from "@std/assert";
import { timeLeft } from "./time_left.ts";

const progress = (done: number, time: number) => ({
  time,
  progress: { done, total: 10, unit: "step" },
});

for (
  const [name, expected, ended, working, left] of [
    ["nothing is known", undefined, [], {}, undefined],
    ["nothing is left", { a: 10 }, ["a"], {}, undefined],
    ["one at a time", { a: 10, b: 20, c: 30 }, ["a"], {}, {
      seconds: 50,
      least: false,
    }],
    ["two at a time", { a: 10, b: 20, c: 30 }, [], { a: [], b: [] }, {
      seconds: 30,
      least: false,
    }],
    ["one that reports how far it is", { a: 10 }, [], {
      a: [progress(0, 0), progress(2, 10)],
    }, { seconds: 40, least: false }],
    ["one that nobody knows", { a: 10, b: undefined }, [], {}, {
      seconds: 10,
      least: true,
    }],
  ] as const
) {
  Deno.test(`timeLeft() of a run where ${name}`, () => {
    const tell = timeLeft(() =>
      expected && new Map(Object.entries<number | undefined>(expected))
    );
    const entries = Object.entries<readonly ReturnType<typeof progress>[]>(
      working,
    ).map(([instance, [first, last]]) => ({
      instance,
      label: instance,
      began: 10,
      said: 10,
      ...(first === undefined || last === undefined ? {} : { first, last }),
    }));
    assertEquals(tell(new Set<string>(ended), entries, 10), left);
  });
}

Deno.test("timeLeft() of a stage without evidence goes by what its other instances took in this run", () => {
  const names = ["a@0", "a@1", "a@2"];
  const tell = timeLeft(() => new Map(names.map((name) => [name, undefined])));
  const entry = (instance: string, began: number) => ({
    instance,
    label: instance,
    began,
    said: began,
  });
  tell(new Set(), [entry("a@0", 0)], 5);
  assertEquals(tell(new Set(["a@0"]), [entry("a@1", 20)], 20), {
    seconds: 40,
    least: false,
  });
});
