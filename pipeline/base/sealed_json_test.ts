import { assertEquals } from "@std/assert";
import { openSealed, sealedText } from "./sealed_json.ts";

const VALUE = {
  schema: 1,
  name: "a \n ü",
  list: [1, { x: null }],
  check2: "",
};

Deno.test("openSealed() gives back what was sealed, and every flipped bit and every cut is seen or changes nothing", () => {
  const text = sealedText(VALUE);
  assertEquals(JSON.parse(text).name, VALUE.name);
  assertEquals(openSealed<typeof VALUE>(text), VALUE);
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at++) {
    for (let bit = 0; bit < 8; bit++) {
      const flipped = bytes.slice();
      flipped[at]! ^= 1 << bit;
      const found = openSealed<typeof VALUE>(new TextDecoder().decode(flipped));
      if (found === "damaged") continue;
      // A flip in the word "check" leaves the value as it was, beside a property that nobody reads.
      const { schema, name, list, check2 } = found;
      assertEquals(
        { schema, name, list, check2 },
        VALUE,
        `bit ${bit} of ${at}`,
      );
    }
    assertEquals(
      openSealed(new TextDecoder().decode(bytes.subarray(0, at))),
      "damaged",
    );
  }
});

Deno.test("openSealed() takes an object without a hash as it is, and nothing that is no object", () => {
  assertEquals(openSealed('{"key":"k"}'), { key: "k" });
  for (const text of ["", "{", "3", "null", "[1"]) {
    assertEquals(openSealed(text), "damaged");
  }
});
