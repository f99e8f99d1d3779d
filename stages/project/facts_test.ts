import { assertEquals } from "@std/assert";
import { knownInputs } from "../../test/support/stages/known_inputs.ts";
import { facts as searchFacts } from "../search/facts.ts";
import { searchParams } from "../search/params.ts";
import { facts } from "./facts.ts";
import { projectParams } from "./params.ts";

Deno.test("a selection after a search with a user's perturbation needs the parameter perturbation", () => {
  const complaints = (method: unknown, params: unknown = {}) => {
    const search = searchFacts(
      searchParams.parse({ space: "darts", method }),
      knownInputs(),
    ).outputs!.supernet;
    return facts(projectParams.parse(params), knownInputs({ search }))
      .complaints?.map(({ message }) => message) ?? [];
  };
  const own = { perturbation: "./mine.ts" };
  assertEquals(complaints("sdarts-rs"), []);
  assertEquals(complaints(own), [
    "Expected the parameter perturbation, as that of the search, ./mine.ts, is not built in",
  ]);
  assertEquals(complaints(own, own), []);
  assertEquals(complaints({ alphaLoss: "./mine.ts" }), [
    "Expected the parameter alphaLoss, as that of the search, ./mine.ts, is not built in",
  ]);
});
