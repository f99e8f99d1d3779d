import { assertEquals } from "@std/assert";
import { DATASETS } from "../../datasets/catalogue/registry.ts";
import { knownInputs } from "../../test/support/stages/known_inputs.ts";
import { facts as downloadFacts } from "../download/facts.ts";
import { downloadParams } from "../download/params.ts";
import { facts } from "./facts.ts";
import { splitParams } from "./params.ts";

const OWN = {
  ...DATASETS.svhn,
  name: "mine",
  classes: 3,
  size: 8,
  images: { train: 60, test: 12 },
  perClass: { train: 20, test: 4 },
  open: () => {},
};

/** What is known of a user's data set after `download`, whose parameters have its name by then. */
function known(params: unknown) {
  const { outputs } = downloadFacts(
    { ...downloadParams.parse({ dataset: "svhn" }), dataset: "mine" },
    { ...knownInputs(), parts: { dataset: OWN } },
  );
  return facts(
    splitParams.parse(params),
    knownInputs({ files: outputs?.files }),
  );
}

Deno.test("the size, classes and images of a user's data set are known before it is read", () => {
  assertEquals(known({}).outputs?.dataset, {
    dataset: "mine",
    layout: "square",
    size: 8,
    classes: 3,
    images: { train: 60, weights: 30, alpha: 30, presumed: false },
  });
});

Deno.test("parameters that a user's data set contradicts are complained of", () => {
  const messages = (params: unknown) =>
    known(params).complaints?.map(({ message }) => message);
  assertEquals(messages({ train: 61 }), [
    "Expected at most 60 images, which train of mine has, but found 61",
  ]);
  assertEquals(messages({ size: 32 }), [
    "Expected size: 8 or 4 for mine but found 32",
  ]);
});
