import { countBy } from "../../../common/moments.ts";
import type { OpenedPipeline } from "../../cache/key/action.ts";
import {
  type Instance,
  neededInstances,
} from "../../definition/graph/pipeline.ts";
import type { PlanEntry } from "../../execution/plan/plan.ts";
import { instanceEstimates } from "../../execution/plan/plan_cost.ts";
import { type Limits, limitsOf } from "./bottleneck.ts";
import {
  cacheTraffic,
  type FeedingJob,
  type Traffic,
} from "./cache_traffic.ts";
import {
  type Basis,
  type ExpectedWork,
  expectedWork,
} from "./expected_work.ts";
import type { SimulatedNodes } from "./parse_nodes.ts";
import { simulateJobs, type Span, type TimedJob } from "./simulate_jobs.ts";

/** Result of a simulated run. */
export interface Simulation extends SimulatedNodes, Limits {
  readonly ran: number;
  /** Instances whose results came from the cache, or from another instance with the same key. */
  readonly cached: number;
  /** Nodes on which something ran. */
  readonly used: number;
  /** Bytes through the shared cache, in total and by node. */
  readonly traffic: Traffic & { readonly nodes: readonly Traffic[] };
  /** Instances that ran, by the source of their seconds. */
  readonly times: Readonly<Partial<Record<Basis, number>>>;
  /** Instances that ran, by the source of their output sizes. */
  readonly sizes: Readonly<Partial<Record<Basis, number>>>;
  /** When and where each instance ran, in the order of the starts. */
  readonly instances: readonly (Omit<Span<TimedJob>, "job"> & {
    readonly instance: string;
    readonly basis: Basis;
  })[];
}

/**
 * Simulates a run of a pipeline on some nodes with the durations that are known here. A duration is used as it is,
 * whatever machine it was measured on.
 *
 * @param opened The pipeline and the cache.
 */
export async function simulatePlan(
  opened: OpenedPipeline,
  entries: readonly PlanEntry[],
  asked: SimulatedNodes,
): Promise<Simulation> {
  const keys = new Map(
    entries.flatMap(({ instance, key }) =>
      key === undefined ? [] : [[instance, key] as const]
    ),
  );
  const here = new Set(
    entries.filter(({ state }) => state === "cached").map(({ instance }) =>
      instance
    ),
  );
  const expected = expectedWork(
    opened,
    keys,
    await instanceEstimates(opened.pipeline),
  );
  const runs = ({ name }: Instance) =>
    opened.mayRun?.has(name) !== false &&
    !(asked.cache === "here" && here.has(name));
  const jobs = jobsOf(opened.pipeline.instances, { keys, expected, runs });
  const nodes = Array.from({ length: asked.nodes }, () => asked.node);
  const spans = simulateJobs(jobs, nodes);
  const traffic = cacheTraffic(jobs, spans, nodes.length);
  const sum = (way: keyof Traffic) =>
    traffic.reduce((all, node) => all + node[way], 0);
  const count = (way: "basis" | "sizeBasis"): Partial<Record<Basis, number>> =>
    Object.fromEntries(
      countBy(spans, ({ job }) => expected.get(job.name)![way]),
    );
  return {
    ...asked,
    ...limitsOf(jobs, spans, nodes),
    ran: spans.length,
    cached: jobs.length - spans.length,
    used: new Set(spans.map(({ node }) => node)).size,
    traffic: { in: sum("in"), out: sum("out"), nodes: traffic },
    times: count("basis"),
    sizes: count("sizeBasis"),
    instances: spans.map(({ job, node, begin, end }) => ({
      instance: job.name,
      node,
      begin,
      end,
      basis: expected.get(job.name)!.basis,
    })),
  };
}

/** Jobs of instances. An action that two instances share runs once; the other instance takes its result. */
function jobsOf(
  instances: readonly Instance[],
  { keys, expected, runs }: {
    readonly keys: ReadonlyMap<string, string>;
    readonly expected: ReadonlyMap<string, ExpectedWork>;
    readonly runs: (instance: Instance) => boolean;
  },
): FeedingJob[] {
  const firstOf = new Map<string, string>();
  const madeBy = new Map<string, string>();
  return instances.map((instance) => {
    const { name, resources, inputs } = instance;
    const key = keys.get(name) ?? name;
    const twin = firstOf.get(key);
    if (twin === undefined) firstOf.set(key, name);
    madeBy.set(name, twin ?? name);
    const { seconds, weight, outputs } = expected.get(name)!;
    const needs = neededInstances(instance);
    return {
      ...resources,
      name,
      needs: twin === undefined ? needs : [...needs, twin],
      seconds,
      weight: () => weight,
      cached: twin !== undefined || !runs(instance),
      inputs: inputs.flatMap(({ members }) =>
        members.map((member) => ({
          job: madeBy.get(member.instance) ?? member.instance,
          output: member.output,
        }))
      ),
      outputs,
    };
  });
}
