import { assertEquals } from "@std/assert";
import { chooseParts } from "./choose_parts.ts";

/** What two parts of one module choose, whose names a function gives. */
function choose(nameOf: (role: string) => string) {
  return chooseParts(
    {
      name: "search",
      parts: () => ({ noise: "./mine.ts", loss: "./mine.ts" }),
      partShape: () => ({ export: "any", check: () => undefined }),
    },
    {},
    {
      pathOf: () => "",
      load: ({ role }) =>
        Promise.resolve({ path: "/mine.ts", name: nameOf(role), value: role }),
    },
  );
}

Deno.test("chooseParts() takes several parts of a module if they have one name, which stands for its path", async () => {
  assertEquals(await choose(() => "mine"), {
    modules: { noise: "/mine.ts", loss: "/mine.ts" },
    offered: {},
    loaded: { noise: "noise", loss: "loss" },
    names: { "./mine.ts": "mine" },
  });
  assertEquals(await choose((role) => role), {
    trouble:
      "Expected one name for the parts in ./mine.ts but found noise and loss",
    text: "./mine.ts",
  });
});
