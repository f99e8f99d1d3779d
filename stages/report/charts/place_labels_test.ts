import { assertEquals } from "@std/assert";
import { placeLabels } from "./place_labels.ts";

const room = { gap: 10, low: 0, high: 100 };

Deno.test("placeLabels() leaves labels with room where they are", () => {
  assertEquals(placeLabels([50, 20, 90], room), [50, 20, 90]);
});

Deno.test("placeLabels() moves labels apart and keeps their order", () => {
  assertEquals(placeLabels([52, 50, 51], room), [70, 50, 60]);
  assertEquals(placeLabels([50, 50], room), [50, 60]);
});

Deno.test("placeLabels() stays between the limits", () => {
  assertEquals(placeLabels([99, 98, 100], room), [90, 80, 100]);
  assertEquals(placeLabels([-5], room), [0]);
});
