import { isChoiceSpace } from "../../nas/space/choice_space.ts";
import { edgesOf } from "../../nas/space/edges_of.ts";
import { isGraphSpace } from "../../nas/space/graph_space.ts";
import { graphTroubles } from "../../nas/network/graph_trouble.ts";
import { keepTrouble } from "../../nas/space/narrowed_space.ts";
import { sideTrouble } from "../../nas/network/side_trouble.ts";
import type { Stem } from "../../nas/stems/stem.ts";
import type { Complaint, ForeseeFacts } from "../../pipeline/stage.ts";
import { augmentationComplaints } from "../_declare/augmentation_param.ts";
import { drawComplaints } from "../_declare/data_complaints.ts";
import {
  type DataFacts,
  knownInput,
  ownSpaceFacts,
  type SearchFacts,
} from "../_declare/facts.ts";
import { stemFacts } from "../_declare/stem_param.ts";
import type { SearchParams } from "./params.ts";
import { drawnComplaints } from "./drawn_complaints.ts";
import { stopComplaints } from "./stop_complaints.ts";
import { simplexComplaints } from "./simplex_complaints.ts";
import { onePathComplaints } from "./one_path_complaints.ts";
import { phasedMethodComplaints } from "./phased_method_complaints.ts";
import { plannedAugmentation } from "./planned_augmentation.ts";
import { lastShare, type SearchPlan, searchPlan } from "./search_plan.ts";

/** Tells what the supernet will be, and complains of images that it cannot take and of a search before that does not fit. */
export const facts: ForeseeFacts<SearchParams> = (params, inputs) => {
  const data = knownInput(inputs, "data", "dataset");
  const before = knownInput(inputs, "before", "alphas");
  const plan = searchPlan(params, inputs.parts);
  const own = ownSpaceFacts(inputs);
  const { space } = plan;
  const relaxation = inputs.modules?.relaxation;
  const { channels, cells, keep, phases = [] } = params;
  const channelShare = lastShare(params);
  const stem = stemFacts(params.stem, inputs);
  const search: SearchFacts = {
    method: plan.method,
    composition: plan.composition,
    space,
    candidates: keep ?? edgesOf(space)[0]?.length ?? 0,
    channels,
    cells,
    ...(channelShare === 1 ? {} : { channelShare }),
    ...(phases.some(({ keep }) => keep !== undefined) ? { prunes: true } : {}),
    stem,
    ...(data === undefined ? {} : { data }),
    ...(own === undefined ? {} : { own }),
    ...(relaxation === undefined ? {} : { relaxation }),
  };
  return {
    outputs: { alphas: search, supernet: search },
    complaints: [
      ...dataComplaints({ ...params, stem: stem.stem }, plan, data),
      ...simplexComplaints({ ...plan.composition, name: plan.method }, inputs),
      ...stopComplaints(params, plan, inputs.parts),
      ...drawnComplaints(params, plan),
      ...onePathComplaints(params, plan, inputs.parts),
      ...phasedMethodComplaints(params, plan, inputs.parts),
      ...augmentationComplaints(
        data,
        plannedAugmentation(params),
        inputs.parts,
      ),
      ...beforeComplaints(params, plan, {
        wired: inputs.has("before"),
        before,
      }),
    ],
  };
};

function dataComplaints(
  params: Omit<SearchParams, "stem"> & { readonly stem: Stem },
  { space, every }: SearchPlan,
  data: DataFacts | undefined,
): Complaint[] {
  if (data === undefined) return [];
  const { size } = data;
  const side = isChoiceSpace(space)
    ? undefined
    : isGraphSpace(space)
    ? graphTroubles({ size })[0]?.message
    : sideTrouble({ ...params, size });
  return [
    ...(side === undefined ? [] : [{ input: "data", message: side }]),
    ...(every === undefined ? [] : drawComplaints(data, {
      batches: params.curvatureBatches,
      batch: params.curvatureBatch,
      stage: "search",
      path: "curvatureBatches",
    })),
  ];
}

/** Complains as `narrowedBy` does. */
function beforeComplaints(
  { keep, nodes }: SearchParams,
  { space }: SearchPlan,
  { wired, before }: {
    readonly wired: boolean;
    readonly before: SearchFacts | undefined;
  },
): Complaint[] {
  if (keep === undefined) {
    return wired
      ? [{
        input: "before",
        message: "a search at the input `before` needs the parameter `keep`",
      }]
      : [];
  }
  const path = ["keep"];
  if (!wired) {
    return [{ path, message: "`keep` needs a search at the input `before`" }];
  }
  if (before === undefined) return [];
  if (before.space.name !== space.name) {
    return [{
      input: "before",
      message:
        `Expected a search in ${space.name} at the input before but found one in ${before.space.name}`,
    }];
  }
  if (!("nodes" in before.space)) return [];
  if (nodes !== undefined && nodes !== before.space.nodes) {
    return [{
      path: ["nodes"],
      message:
        `Expected ${before.space.nodes} nodes, those of the search at the input before, but found ${nodes}`,
    }];
  }
  const trouble = keepTrouble(keep, {
    name: space.name,
    candidates: before.candidates,
  });
  if (trouble === undefined) return [];
  const { isSpace, message } = trouble;
  return [isSpace ? { input: "before", message } : { path, message }];
}
