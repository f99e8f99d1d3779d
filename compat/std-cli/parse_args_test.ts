// Holds for this adapter and for the original `@std/cli`.
import { assertEquals } from "@std/assert";
import { parseArgs } from "@std/cli/parse-args";

Deno.test("parseArgs() reads text, flags and positional arguments", () => {
  const args = parseArgs(["run", "a.yaml", "--jobs", "2", "--json", "7"], {
    string: ["jobs"],
    boolean: ["json", "force"],
  });
  const jobs: string | undefined = args.jobs;
  const json: boolean = args.json;
  assertEquals([jobs, json, args.force], ["2", true, false]);
  assertEquals(args._, ["run", "a.yaml", 7]);
});

Deno.test("parseArgs() keeps the last of repeated values and collects if asked", () => {
  const args = parseArgs(
    ["--set", "a=1", "--set=b=2", "--jobs=1", "--jobs=2"],
    {
      string: ["set", "jobs"],
      collect: ["set"],
    },
  );
  const set: string[] = args.set;
  assertEquals(set, ["a=1", "b=2"]);
  assertEquals(args.jobs, "2");
  assertEquals(parseArgs([], { string: ["set"], collect: ["set"] }).set, []);
  assertEquals(
    parseArgs(["--set", "x"], { string: ["set"], collect: ["set"] }).set,
    ["x"],
  );
});

Deno.test("parseArgs() negates negatable names only", () => {
  const options = { boolean: ["color"], negatable: ["color"] } as const;
  assertEquals(
    parseArgs(["--no-color"], { ...options, default: { color: true } }).color,
    false,
  );
  assertEquals(
    parseArgs([], { ...options, default: { color: true } }).color,
    true,
  );
  const args = parseArgs(["--no-wait"], { boolean: ["wait", "no-wait"] });
  assertEquals([args.wait, args["no-wait"]], [false, true]);
});

Deno.test("parseArgs() takes aliases and defaults", () => {
  const args = parseArgs(["-j", "3"], {
    string: ["jobs", "out"],
    alias: { jobs: "j" },
    default: { out: "results" },
  });
  const out: string = args.out;
  assertEquals([args.jobs, args.j, out], ["3", "3", "results"]);
});

Deno.test("parseArgs() stops at the first positional argument if asked", () => {
  const args = parseArgs(["--json", "run", "--jobs", "--no-x"], {
    boolean: ["json"],
    stopEarly: true,
  });
  assertEquals(args.json, true);
  assertEquals(args._, ["run", "--jobs", "--no-x"]);
});

Deno.test("parseArgs() keeps what follows a double dash", () => {
  assertEquals(parseArgs(["a", "--", "--no-b"]), { _: ["a", "--no-b"] });
  assertEquals(parseArgs(["a", "--", "--no-b"], { "--": true }), {
    _: ["a"],
    "--": ["--no-b"],
  });
});

Deno.test("parseArgs() reports undeclared arguments", () => {
  const seen: [string, string | undefined][] = [];
  const args = parseArgs(
    ["run", "--jbos=2", "--no-force", "--jobs=2", "--set=a", "--no-color"],
    {
      string: ["jobs"],
      collect: ["set"],
      boolean: ["color"],
      negatable: ["color"],
      unknown: (arg, key) => {
        seen.push([arg, key]);
        return key === undefined;
      },
    },
  );
  assertEquals(seen, [
    ["run", undefined],
    ["--jbos=2", "jbos"],
    ["--no-force", "no-force"],
  ]);
  assertEquals(args, { _: ["run"], jobs: "2", set: ["a"], color: false });
});

Deno.test("parseArgs() reads `--flag=value` and does not take the next word", () => {
  const args = parseArgs(["--json=false", "--force", "word"], {
    boolean: ["json", "force"],
  });
  assertEquals([args.json, args.force, args._], [false, true, ["word"]]);
});

Deno.test("parseArgs() gives empty text to a text option before another option", () => {
  const args = parseArgs(["--out", "--json"], {
    string: ["out"],
    boolean: ["json"],
  });
  assertEquals([args.out, args.json], ["", true]);
});

Deno.test("parseArgs() reads short groups and numbers of undeclared names", () => {
  assertEquals(parseArgs(["-ab", "--n", "1e3", "--t", "1x"]), {
    _: [],
    a: true,
    b: true,
    n: 1000,
    t: "1x",
  });
});
