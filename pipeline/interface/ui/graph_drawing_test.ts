import { assert, assertEquals, assertMatch } from "@std/assert";
import { graphDrawing } from "./graph_drawing.ts";

const stage = (id: string, needs: string[] = []) => ({
  id,
  use: id,
  needs,
  instances: 1,
});

Deno.test("graphDrawing() places every stage after those that it needs, whatever its name", async () => {
  const hostile = '"]; x -> "\\n<b>';
  const { wide, tall } = await graphDrawing([
    stage("data"),
    stage(hostile, ["data"]),
    stage("end", ["data", hostile]),
  ]);
  assert(wide !== null && tall !== null);
  assertEquals(wide.boxes.map(({ id }) => id), ["data", hostile, "end"]);
  assertEquals(
    wide.arrows.map(({ from, to }) => `${from} ${to}`).sort(),
    [`${hostile} end`, "data end", `data ${hostile}`].sort(),
  );
  assert(wide.boxes[0]!.x < wide.boxes[1]!.x);
  assert(wide.boxes[1]!.x < wide.boxes[2]!.x);
  assert(tall.boxes[0]!.y < tall.boxes[1]!.y);
  for (const { width, height, boxes, arrows, ...box } of [wide, tall]) {
    for (const { x, y } of boxes) {
      assert(x >= box.boxWidth / 2 && x <= width - box.boxWidth / 2);
      assert(y >= box.boxHeight / 2 && y <= height - box.boxHeight / 2);
    }
    for (const { path } of arrows) {
      assertMatch(path, /^M[\d.,]+C[\d., ]+L[\d.,]+$/);
    }
  }
});

Deno.test("graphDrawing() draws nothing for an empty or too large DAG", async () => {
  const nothing = { wide: null, tall: null };
  assertEquals(await graphDrawing([]), nothing);
  const many = Array.from({ length: 300 }, (_, i) => stage(`s${i}`));
  assertEquals(await graphDrawing(many), nothing);
});
