import { assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { planHere, planRefusal } from "../support/plan_here.ts";
import { toyProject } from "../support/pipeline/toy_project.ts";

const file = (value: string) =>
  `name: values\nstages:\n  number: { use: number, with: { value: ${value} } }\n`;

async function keyOf(
  project: ReturnType<typeof toyProject>,
  text: string,
): Promise<string> {
  project.write("a.yaml", text);
  const [first] = await planHere(project.folder);
  return first!.key!;
}

Deno.test("a number has the same key however it is written", async () => {
  await using project = toyProject(file("1"));
  for (
    const forms of [
      ["0.001", "1e-3", "1.0e-3", "1.e-3", "1E-3", ".001", "+0.001"],
      ["1", "1.0", "1e0", "+1"],
      ["100", "1e2", "1.0e+2"],
    ]
  ) {
    const keys = new Set<string>();
    for (const form of forms) keys.add(await keyOf(project, file(form)));
    assertEquals(keys.size, 1, forms.join(" "));
  }
  assertNotEquals(
    await keyOf(project, file("0.30000000000000004")),
    await keyOf(project, file("0.3")),
  );
});

Deno.test("numbers that JSON does not have are refused", async () => {
  await using project = toyProject(file("1"));
  for (const form of [".nan", ".inf", "-.inf", "1e999"]) {
    project.write("a.yaml", file(form));
    assertMatch(await planRefusal(project.folder), /a\.yaml:3:\d+: /, form);
  }
});

const key = (yaml: string) =>
  `name: values\nstages:\n  number: { use: number, with: { value: 1, method: ${yaml} } }\n`;
for (
  const scalar of [
    "no",
    "on",
    "y",
    "Yes",
    "010",
    "0o17",
    "0b11",
    "1:30",
    "1_000",
    "2024-01-01",
    "3.10",
    "12345678901234567890",
    "!!str x",
    "0x1_0",
    "~x: y",
  ]
) {
  Deno.test(`${scalar} in parameters is refused with a place`, async () => {
    await using project = toyProject(key(scalar));
    const refusal = await planRefusal(project.folder);
    assertMatch(refusal, /^a\.yaml:\d+:\d+: Expected /m);
  });
}

for (
  const [name, text] of [
    ["a duplicate key", "name: x\nname: y\nstages: { a: { use: number } }\n"],
    [
      "a merge key",
      "name: x\nbase: &b { value: 1 }\nstages:\n  a: { use: number, with: { <<: *b } }\n",
    ],
    [
      "__proto__",
      "name: x\nstages:\n  a: { use: number, with: { value: 1, __proto__: { x: 1 } } }\n",
    ],
    [
      "constructor",
      "name: x\nstages:\n  a: { use: number, with: { value: 1, constructor: 1 } }\n",
    ],
    ["a tab", "name: x\nstages:\n\ta: { use: number }\n"],
    [
      "two documents",
      "name: x\nstages: { a: { use: number, with: { value: 1 } } }\n---\nname: y\n",
    ],
    [
      "an alias bomb",
      `name: x\n${
        "abcdefgh".split("").map((c, i, all) =>
          `${c}: &${c} [${i === 0 ? "1" : Array(9).fill(`*${all[i - 1]}`)}]`
        ).join("\n")
      }\nstages: { a: { use: number, with: { value: *h } } }\n`,
    ],
    [
      "a stage named __proto__",
      "name: x\nstages:\n  __proto__: { use: number }\n",
    ],
    [
      "deep nesting",
      `name: x\nstages: ${"[".repeat(5000)}${"]".repeat(5000)}\n`,
    ],
    ["no text", ""],
  ] as const
) {
  Deno.test(`${name} is refused with a place`, async () => {
    await using project = toyProject(text);
    assertMatch(await planRefusal(project.folder), /^a\.yaml:\d+:\d+: /);
  });
}

Deno.test("key order, anchors, indentation, a byte order mark and quotes change no key", async () => {
  await using project = toyProject(file("3"));
  const plain = await keyOf(
    project,
    "name: values\nstages:\n  number: { use: number, with: { value: 3, method: darts } }\n",
  );
  for (
    const text of [
      "stages:\n  number: { with: { method: darts, value: 3 }, use: number }\nname: values\n",
      "name: values\nmatrix: { v: [&v 3] }\nstages:\n    number:\n        with:\n            value: *v\n            method: 'darts'\n        use: \"number\"\n",
      "\uFEFFname: values\r\nstages:\r\n  number: { use: number, with: { value: 3, method: darts } }\r\n",
    ]
  ) assertEquals(await keyOf(project, text), plain);
});

Deno.test("only the parameters of a stage are in its key", async () => {
  await using project = toyProject(file("1"));
  const two = (b: number) =>
    `name: values\nstages:\n  number: { use: number, with: { value: 1 } }\n  other: { use: number, with: { value: ${b} } }\n`;
  assertEquals(await keyOf(project, two(2)), await keyOf(project, two(3)));
  project.write(
    "a.yaml",
    "name: values\nstages:\n  number: { use: number, with: { value: $lr } }\n",
  );
  const { code, err } = await project.run("plan", "a.yaml");
  assertEquals(code, 2);
  assertMatch(err, /a\.yaml:3:\d+: .*\$lr/);
});
