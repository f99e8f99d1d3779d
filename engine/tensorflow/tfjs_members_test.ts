import { assertEquals, assertThrows } from "@std/assert";
import { tfjsMembers } from "./tfjs_members.ts";

Deno.test("tfjsMembers() has TensorFlow's numbers and refuses SavedModel", () => {
  const members = tfjsMembers("2.21.0");
  assertEquals(members.TF_Version, "2.21.0");
  assertEquals([members.TF_FLOAT, members.TF_INT32, members.TF_BOOL], [
    1,
    3,
    10,
  ]);
  const load = members.loadSavedModel as () => void;
  assertThrows(
    load,
    Error,
    "SavedModel is not supported",
  );
});
