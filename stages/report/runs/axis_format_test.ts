import { assertEquals } from "@std/assert";
import { axisFormat } from "./axis_format.ts";

Deno.test("axisFormat() writes as few digits as tell the values of an axis apart", () => {
  const written = (values: readonly unknown[]) =>
    values.map(axisFormat(values));
  assertEquals(written([8, 16, 4096, 123456]), ["8", "16", "4096", "123456"]);
  assertEquals(written([0.001, 0.0013180267, 3]), ["0.001", "0.00132", "3"]);
  assertEquals(written([0.1234, 0.1235]), ["0.1234", "0.1235"]);
  assertEquals(written([1234.5, 2.25]), ["1235", "2.25"]);
  assertEquals(written([1e-9, 2.5e-9]), ["1e-9", "2.5e-9"]);
  assertEquals(written(["s1", true, 0.5]), ["s1", "true", "0.5"]);
});
