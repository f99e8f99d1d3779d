import type { OpenedPipeline } from "../../cache/key/action.ts";

/** A pipeline without the instances whose failure was decided about. */
export function withoutLost(opened: OpenedPipeline): OpenedPipeline {
  const { pipeline, lost = new Set() } = opened;
  if (lost.size === 0) return opened;
  return {
    ...opened,
    pipeline: {
      ...pipeline,
      instances: pipeline.instances.filter(({ name }) => !lost.has(name)),
    },
  };
}
