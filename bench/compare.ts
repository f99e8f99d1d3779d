// Times the search steps of several networks side by side with PyTorch and prints one table of ratios.
import { parseArgs } from "@std/cli/parse-args";
import { fileURLToPath } from "node:url";
import { machineLine, noteMachine } from "./machine.ts";
import { type Comparison, ratioTable } from "./ratio_table.ts";
import { SIZES, SPACES, STAGE_THREADS } from "./workload.ts";

const HELP =
  `Times search steps of several networks beside PyTorch, reference way and with gradients of the alphas alone.

  --networks LIST  of SIZE-SPACE (default small-darts,full-darts,small-s3,full-s3)
  --repeats N      runs of each step in a round (default 6)
  --rounds N       rounds (default 2)
  --compiled       also beside PyTorch whose inductor compiles the network: minutes more for each
  --threads LIST   thread settings to choose the fastest of (default ${STAGE_THREADS}, as a stage of two cpus runs)`;

const args = parseArgs(Deno.args, {
  string: ["networks", "repeats", "rounds", "threads"],
  boolean: ["compiled", "help"],
  default: {
    networks: "small-darts,full-darts,small-s3,full-s3",
    repeats: "6",
    rounds: "2",
    threads: STAGE_THREADS,
  },
  unknown: (arg) => {
    console.error(`Expected an option of --help but found ${arg}`);
    Deno.exit(2);
  },
});
if (args.help) {
  console.log(HELP);
  Deno.exit(0);
}

/** Runs `search_steps.ts` on one network. */
async function compare(
  [size, space]: readonly [string, string],
  mode: readonly string[],
): Promise<Comparison> {
  const script = fileURLToPath(new URL("./search_steps.ts", import.meta.url));
  const { success, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", script, "--json", "--size", size, "--space", space]
      .concat(["--repeats", args.repeats, "--rounds", args.rounds])
      .concat(["--threads", args.threads])
      .concat(mode),
    stderr: "inherit",
  }).output();
  if (!success) Deno.exit(1);
  return JSON.parse(new TextDecoder().decode(stdout)) as Comparison;
}

const note = noteMachine();
const found: Parameters<typeof ratioTable>[0][number][] = [];
for (const name of args.networks.split(",")) {
  const [size = "", space = ""] = name.split("-");
  if (!(size in SIZES && space in SPACES)) {
    console.error(
      `Expected ${Object.keys(SIZES).join(" or ")}, "-" and one of ${
        Object.keys(SPACES).join(", ")
      } but found ${name} in --networks`,
    );
    Deno.exit(2);
  }
  console.error(name);
  const network = [size, space] as const;
  const alphaOnly = ["--alpha-only", "--steps", "alpha,rs,adv,drnas,gdas"];
  const compiled = ["--compiled", "--steps", "weight,alpha,rs"];
  const all = {
    reference: await compare(network, []),
    alphaOnly: await compare(network, alphaOnly),
    ...(args.compiled ? { compiled: await compare(network, compiled) } : {}),
  };
  found.push(all);
  console.error(ratioTable([all]));
}
const [first] = found;
console.log(
  `${machineLine(note)}; ${first!.reference.engine}, ${
    first!.reference.yardstick ?? "no PyTorch"
  }, n = ${Number(args.rounds) * Number(args.repeats)} (a third for adv)

${ratioTable(found)}`,
);
