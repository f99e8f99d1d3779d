import { bytesText, durationText } from "../../../common/quantities.ts";
import { RESOURCES } from "./bottleneck.ts";
import type { Basis } from "./expected_work.ts";
import type { Simulation } from "./simulate_plan.ts";

/** Jobs shown at each end of a long path. */
const SHOWN = 6;

const BASES: Readonly<Record<Basis, string>> = {
  own: "by their own last run",
  stage: "by the mean of the nearest runs of their stage",
  estimate: "by their stage's estimate",
  kind: "by the mean of other runs of the same kind of stage",
  unknown: "unknown",
};

/** A simulation as lines of text. */
export function simulationText(simulation: Simulation): string {
  const { nodes, node, cache, ran, cached, makespan, work, path, usage } =
    simulation;
  const many = (count: number, what: string) =>
    `${count} ${what}${count === 1 ? "" : "s"}`;
  const share = (part: number) =>
    makespan === 0 ? "" : ` (${(100 * part / makespan).toFixed(0)} %)`;
  const line = (name: string, text: string) => `${name.padEnd(11)}${text}`;
  const bound = RESOURCES.filter((name) => usage[name].bound > 0).map((name) =>
    `${name} ${time(usage[name].bound)}${share(usage[name].bound)}`
  );
  const busy = RESOURCES.flatMap((name) => {
    const part = usage[name].busy;
    return part === undefined ? [] : [`${name} ${(100 * part).toFixed(0)} %`];
  });
  return [
    line(
      "simulated",
      `${many(nodes, "node")} of ${node.cpus} cpus, ${node.gpus} gpus, ${
        (node.memory / 1024).toFixed(1)
      } GiB of memory, ${node.jobs} at a time; ${
        cache === "empty" ? "nothing in the cache" : "the cache as it is here"
      }: ${many(ran, "instance")} run${
        cached === 0 ? "" : `, ${cached} cached`
      }`,
    ),
    line(
      "makespan",
      `${time(makespan)}; ${time(work)} in sequence${
        makespan === 0 ? "" : `, ${(work / makespan).toFixed(1)} times as long`
      }`,
    ),
    line(
      "at least",
      [`path ${time(path.seconds)}${share(path.seconds)}`, ...bound].join(", "),
    ),
    line("bottleneck", bottleneckText(simulation)),
    ...pathLines(simulation).map((text) => line("", text)),
    line("busy", `${busy.join(", ")}; ${many(simulation.used, "node")} used`),
    ...trafficLines(simulation).map((text) => line("cache", text)),
    line("times", basesText(simulation.times, "counted as 1 s")),
    line("sizes", basesText(simulation.sizes, "counted as 0 B")),
    "",
  ].join("\n");
}

function bottleneckText({ bottleneck }: Simulation): string {
  return bottleneck === "path"
    ? "the longest path, which more nodes do not shorten:"
    : `${bottleneck}: more of them shorten it, down to the longest path:`;
}

function pathLines({ path, instances }: Simulation): string[] {
  const seconds = new Map(
    instances.map(({ instance, begin, end }) => [instance, end - begin]),
  );
  const lines = path.jobs.map((name) =>
    `  ${time(seconds.get(name) ?? 0).padStart(9)}  ${name}`
  );
  if (lines.length <= 2 * SHOWN + 1) return lines;
  return [
    ...lines.slice(0, SHOWN),
    `  ${"".padStart(9)}  ... ${lines.length - 2 * SHOWN} more`,
    ...lines.slice(-SHOWN),
  ];
}

function trafficLines({ traffic, makespan }: Simulation): string[] {
  const all = traffic.in + traffic.out;
  const total = `${bytesText(traffic.in)} in, ${bytesText(traffic.out)} out${
    makespan === 0 ? "" : `, ${bytesText(all / makespan)} a second`
  }`;
  let busiest = 0;
  const sum = (at: number) => {
    const node = traffic.nodes[at];
    return node === undefined ? 0 : node.in + node.out;
  };
  traffic.nodes.forEach((_, at) => {
    if (sum(at) > sum(busiest)) busiest = at;
  });
  const node = traffic.nodes[busiest];
  if (node === undefined || traffic.nodes.length === 1) return [total];
  return [
    `${total}; most at node ${busiest}: ${bytesText(node.in)} in, ${
      bytesText(node.out)
    } out`,
  ];
}

function basesText(
  counts: Readonly<Partial<Record<Basis, number>>>,
  unknown: string,
): string {
  const found = (Object.keys(BASES) as Basis[]).flatMap((basis) => {
    const count = counts[basis];
    if (count === undefined) return [];
    return [
      `${count} ${BASES[basis]}${basis === "unknown" ? `, ${unknown}` : ""}`,
    ];
  });
  return found.length === 0 ? "none" : found.join("; ");
}

/** A duration; in days from one day on. */
function time(seconds: number): string {
  return seconds < 86_400
    ? durationText(seconds)
    : `${(seconds / 86_400).toFixed(1)} days`;
}
