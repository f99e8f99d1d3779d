import { assertEquals } from "@std/assert";
import { z } from "zod";
import { schemaText } from "./schema_text.ts";

const text = (schema: z.ZodType) => schemaText(z.toJSONSchema(schema));

Deno.test("schemaText() describes the values of a schema", () => {
  assertEquals(
    text(z.int().min(2).max(9)),
    "whole number, at least 2, at most 9",
  );
  assertEquals(text(z.int()), "whole number");
  assertEquals(
    text(z.number().gt(0).lt(1)),
    "number, more than 0, less than 1",
  );
  assertEquals(
    text(z.int().positive().multipleOf(2)),
    "whole number, more than 0, a multiple of 2",
  );
  assertEquals(text(z.enum(["a", "b"])), "`a`, `b`");
  assertEquals(
    text(z.union([z.int().min(2), z.literal("all")])),
    "whole number, at least 2, or `all`",
  );
  assertEquals(text(z.array(z.array(z.string()))), "list of lists of texts");
  assertEquals(text(z.array(z.strictObject({}))), "list of mappings");
  assertEquals(text(z.unknown()), "any value");
  assertEquals(
    schemaText({ type: ["string", "number", "boolean"] }),
    "text, number or boolean",
  );
});

Deno.test("schemaText() shortens long lists of values", () => {
  const values = Array.from({ length: 20 }, (_, at) => `v${at}`);
  assertEquals(schemaText({ enum: values }), "`v0`, `v1`, `v2`, … (20 values)");
});
