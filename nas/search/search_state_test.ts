import { assertEquals } from "@std/assert";
import { tinySearch } from "../../test/support/tensors/tiny_search.ts";
import {
  addSums,
  alphasOf,
  initialSearchState,
  NO_SUMS,
  stateTensors,
} from "./search_state.ts";
import { searchSpace } from "../space/edge_space.ts";

const { config, layout } = tinySearch("darts");

Deno.test("initialSearchState() has every tensor in its shape, moments and momentum zero, variance one", () => {
  const { tensors, trajectory, ...rest } = initialSearchState(
    config.space,
    layout,
    1,
  );
  assertEquals(Object.keys(tensors), stateTensors(config.space));
  for (const { shape, data } of Object.values(tensors)) {
    assertEquals(data.length, shape.reduce((a, b) => a * b, 1));
  }
  const all = (name: string) => [...new Set(tensors[name]!.data)];
  for (
    const name of stateTensors(config.space).filter((n) =>
      /momentum|mean|adam/.test(n)
    )
  ) {
    assertEquals(all(name), [0]);
  }
  assertEquals(all("running_variance"), [1]);
  assertEquals(trajectory, [{ epoch: 0, ...alphasOf(config.space, tensors) }]);
  assertEquals(rest, {
    epoch: 0,
    step: 0,
    updates: 0,
    sums: NO_SUMS,
    history: [],
  });
});

Deno.test("alphasOf() gives rows of edges", () => {
  const s3 = searchSpace("s3");
  const { normal, reduce } = alphasOf(
    s3,
    initialSearchState(s3, layout, 1).tensors,
  );
  assertEquals([normal.length, reduce.length], [14, 14]);
  assertEquals(
    normal.map((row) => row.length),
    s3.normal.map((edge) => edge.length),
  );
});

Deno.test("addSums() adds each of its parts", () => {
  const a = {
    images: 1,
    loss: 2,
    correct: 3,
    attacks: 4,
    gain: 5,
    fallbacks: 6,
  };
  const b = {
    images: 10,
    loss: 20,
    correct: 30,
    attacks: 40,
    gain: 50,
    fallbacks: 60,
  };
  assertEquals(addSums(a, b), {
    images: 11,
    loss: 22,
    correct: 33,
    attacks: 44,
    gain: 55,
    fallbacks: 66,
  });
  assertEquals(addSums(a, NO_SUMS), a);
});
