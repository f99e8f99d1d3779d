import type { Point } from "../../../pipeline/stage.ts";
import { mean, ranksOf } from "../../../common/moments.ts";
import { type MeanRank, meanRanks } from "../statistics/mean_ranks.ts";
import type { Group } from "./group_runs.ts";
import { valuesByUnit } from "./metrics.ts";
import { placeKey, pointWithout } from "./point_without.ts";

/** Test errors of a method over the settings of its trainings. */
export interface RankedMethod extends MeanRank {
  /** Name of the method, or of what stands in its place. */
  readonly name: string;
  /** Mean test error over the settings, 0..1. */
  readonly mean: number;
  /** Least mean error of a setting. */
  readonly best: number;
}

/** Ranks of methods at one place of the other axes. */
export interface SettingRanks {
  /** Coordinates of the place, without the method and the settings; empty for all places together. */
  readonly place: Point;
  /** Axes whose values are the settings. */
  readonly axes: readonly string[];
  /** Settings in which all methods were tested; places, for all places together. */
  readonly n: number;
  /** Methods in the order of the report. */
  readonly methods: readonly RankedMethod[];
}

/**
 * Ranks methods by their test error in each setting in which the architectures of one search were trained, as
 * DARTS-Bench-Suite does with its nine. Settings are axes of numbers along which trainings differ and searches do not,
 * repetitions apart; trainings and searches of one setting are averaged first. The first entry is for all places of a
 * sweep together, where there are several: the ranks of each place are averaged, and the places are its rounds.
 *
 * @param groups Groups in the order of the report.
 * @returns Nothing where there is no such axis, or fewer than two methods or settings.
 */
export function rankSettings(groups: readonly Group[]): SettingRanks[] {
  const axes = settingAxes(groups);
  if (axes.length === 0) return [];
  const without = ["method", ...axes];
  const places = Map.groupBy(groups, (group) => placeKey(group, without));
  const entries = [...places.values()].flatMap((members) =>
    rankedAt(members, { place: pointWithout(members[0]!, without), axes }) ?? []
  );
  return [...together(entries), ...entries];
}

/**
 * Axes of numbers that trainings have and no search has: names, such as data sets, are no settings, nor are axes along
 * which only something else was measured, such as the curvature of a search.
 */
function settingAxes(groups: readonly Group[]): string[] {
  const found = groups.flatMap(({ runs }) => runs.map(({ found }) => found));
  const searches = found.flatMap(({ search }) => search ?? []);
  if (searches.length === 0) return [];
  const searched = new Set(searches.flatMap(({ point }) => Object.keys(point)));
  const tested = new Set(
    found.flatMap(({ evaluation }) => Object.keys(evaluation?.point ?? {})),
  );
  const trained = groups.flatMap(({ point }) => Object.entries(point));
  return [...new Set(trained.map(([axis]) => axis))].filter((axis) =>
    !searched.has(axis) && tested.has(axis) &&
    trained.every(([name, value]) => name !== axis || typeof value === "number")
  );
}

function rankedAt(
  groups: readonly Group[],
  { place, axes }: Pick<SettingRanks, "place" | "axes">,
): SettingRanks | undefined {
  const methods = [...Map.groupBy(groups, nameOf)].flatMap(
    ([name, members]) => {
      const errors = new Map(
        members.flatMap((group): [string, number][] => {
          const units = [...valuesByUnit(group, "test_error").values()];
          if (units.length === 0) return [];
          const setting = JSON.stringify(axes.map((axis) => group.point[axis]));
          return [[setting, mean(units.map(mean))]];
        }),
      );
      return errors.size === 0 ? [] : [{ name, errors }];
    },
  );
  const [first] = methods;
  const settings = [...first?.errors.keys() ?? []].filter((setting) =>
    methods.every(({ errors }) => errors.has(setting))
  );
  if (methods.length < 2 || settings.length < 2) return undefined;
  const errorsOf = (setting: string) =>
    methods.map(({ errors }) => errors.get(setting)!);
  const ranks = meanRanks(settings.map((one) => ranksOf(errorsOf(one))));
  return {
    place,
    axes,
    n: settings.length,
    methods: methods.map(({ name, errors }, at) => {
      const own = settings.map((setting) => errors.get(setting)!);
      return { name, mean: mean(own), best: Math.min(...own), ...ranks[at]! };
    }),
  };
}

/** The ranks of all places together, of the methods that all of them have. */
function together(entries: readonly SettingRanks[]): SettingRanks[] {
  const [first] = entries;
  if (first === undefined || entries.length < 2) return [];
  const at = (entry: SettingRanks, name: string) =>
    entry.methods.find((method) => method.name === name);
  const names = first.methods.map(({ name }) => name).filter((name) =>
    entries.every((entry) => at(entry, name) !== undefined)
  );
  if (names.length < 2) return [];
  const ranks = meanRanks(
    entries.map((entry) => ranksOf(names.map((name) => at(entry, name)!.rank))),
  );
  const over = (name: string, of: "mean" | "best") =>
    mean(entries.map((entry) => at(entry, name)![of]));
  return [{
    place: {},
    axes: first.axes,
    n: entries.length,
    methods: names.map((name, i) => ({
      name,
      mean: over(name, "mean"),
      best: over(name, "best"),
      ...ranks[i]!,
    })),
  }];
}

function nameOf({ name, runs }: Group): string {
  return runs[0]!.provenance.choice === undefined ? name : `${name}, selected`;
}
