import {
  assertEquals,
  assertNotMatch,
  assertStringIncludes,
} from "@std/assert";
import { reportFixture } from "../../../test/support/stages/report_fixture.ts";
import { reportGroups } from "../../../test/support/stages/report_groups.ts";
import type { Group } from "../runs/group_runs.ts";
import { summarise } from "../summary.ts";
import { curves } from "./curves.ts";
import { overview } from "./overview.ts";
import { ballNotes, stillNotes, stopNotes } from "./search_notes.ts";

type Search = Record<string, unknown> & { epochs: Record<string, unknown>[] };

/** Groups of one search of DARTS, SDARTS-ADV and SDARTS-RS each, in this order of the files, with the first changed. */
async function groupsOf(
  change: (search: Search, at: number) => object,
): Promise<Group[]> {
  const searches = reportFixture([0])["searches"]!.map((file, at) => ({
    ...file,
    value: { ...file.value as object, ...change(file.value as Search, at) },
  }));
  return await reportGroups({ searches });
}

Deno.test("the page says where alphas stayed and where the genotype never changed, and the summary how far and how often", async () => {
  const distance = { fromUniform: 7e-4, fromStart: 2e-10 };
  const groups = await groupsOf((_, at) =>
    at > 0 ? {} : {
      alphas: {
        ...distance,
        matrices: { normal: distance, reduce: distance },
        genotypeChanges: 0,
        lastGenotypeChange: null,
      },
    }
  );
  assertEquals(stillNotes(groups), [
    "DARTS, seed 0: the alphas stayed where they began: none of their mixture weights moved by more than 2.0e-10.",
    "DARTS, seed 0: the genotype never changed after the first of 8 epochs.",
  ]);
  const { text } = overview("x", groups);
  for (const note of stillNotes(groups)) assertStringIncludes(text, note);
  const { rows } = summarise(groups) as { rows: Record<string, unknown>[] };
  const read = (
    { mixture_from_uniform, mixture_from_start, genotype_changes }:
      typeof rows[number],
  ) => [mixture_from_uniform, mixture_from_start, genotype_changes];
  assertEquals(rows.map(read), [[7e-4, 2e-10, 0], [0.2, 0.21, 5], [
    0.2,
    0.21,
    5,
  ]]);
});

Deno.test("the page says nothing of alphas that moved, nor of searches that do not tell", async () => {
  const moved = await groupsOf(() => ({}));
  assertEquals(stillNotes(moved), []);
  assertNotMatch(overview("x", moved).text, /Alphas:/);
  assertEquals(stillNotes(await groupsOf(() => ({ alphas: undefined }))), []);
});

Deno.test("the page says how far perturbations left their ball, by random noise and by an attack alike", async () => {
  const groups = await groupsOf(({ epochs }, at) => ({
    epochs: epochs.map((epoch, i) => ({
      ...epoch,
      ...(at === 0 ? {} : {
        perturbationNorm: 0.05 + 0.01 * i,
        perturbationRatio: i === 2 ? 1.75 : 0.9,
        perturbationsOutside: i === 2 ? 12 : 0,
      }),
    })),
  }));
  const notes = ballNotes(groups);
  assertEquals(notes.length, 2);
  assertEquals(
    notes[0],
    "SDARTS-RS, seed 0: perturbed mixture weights were outside of their ball in 1 of 8 epochs, by the division that makes rows sum to 1: up to 0.070 from the unperturbed ones, 1.75 times ε, in epoch 3 (ε = 0.098).",
  );
  for (const note of notes) assertStringIncludes(curves(groups).text, note);
  const { rows } = summarise(groups) as { rows: Record<string, unknown>[] };
  assertEquals(
    rows.map(({ perturbation_ratio }) => perturbation_ratio),
    [null, 1.75, 1.75],
  );
  assertEquals(ballNotes(await groupsOf(() => ({}))), []);
});

Deno.test("the page says how many operations were stopped, and which epoch the architecture is of", async () => {
  const groups = await groupsOf(({ epochs }, at) =>
    at > 1 ? {} : {
      ...(at === 0 ? { bestEpoch: 6 } : {}),
      epochs: epochs.map((epoch, i) => ({
        ...epoch,
        stoppedOperations: at === 0 && i > 1 ? i : 0,
      })),
    }
  );
  const notes = stopNotes(groups);
  assertEquals(notes, [
    "DARTS, seed 0: the training of 7 operations was stopped, from epoch 3 on.",
    "DARTS, seed 0: the architecture is that of epoch 6, which validated best.",
    "SDARTS-ADV, seed 0: no operation was stopped.",
  ]);
  const { text } = overview("x", groups);
  for (const note of notes) assertStringIncludes(text, note);
  assertEquals(stopNotes(await groupsOf(() => ({}))), []);
});
