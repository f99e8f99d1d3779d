// Random DAGs and random edits: what the engine executes is what a simple model says.
import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { planHere } from "../plan_here.ts";
import { toyProject } from "../pipeline/toy_project.ts";
import { dags, edits, model, writeDag, writeStages } from "./random_dag.ts";

/** The property, for fast-check. */
export const executesWhatChanged = fc.asyncProperty(
  dags,
  fc.array(fc.array(edits, { minLength: 1, maxLength: 3 }), {
    minLength: 2,
    maxLength: 4,
  }),
  async (dag, rounds) => {
    await using project = toyProject("");
    writeStages(project);
    const cache = new Set<string>();
    let state = dag;
    for (const round of [[], ...rounds]) {
      state = round.reduce((state, edit) => edit(state), state);
      writeDag(project, state);
      const expected = model(state, cache);
      project.forget();
      const plan = await planHere(project.folder);
      const { code, out, err } = await project.run("run", "a.yaml");
      assertEquals(code, 0, out + err);
      const ran = project.ran();
      assertEquals(
        ran.map((name) => expected.keys.get(name)).sort(),
        expected.executed.sort(),
        JSON.stringify(state),
      );
      assertEquals(project.read("results/edits/list.txt"), expected.text);
      // A plan cannot know what is cut off early, but it must not promise too much.
      for (const { instance, state } of plan) {
        if (state === "cached") assertEquals(ran.includes(instance), false);
      }
    }
  },
);
