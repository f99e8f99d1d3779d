// What an edit of the code makes run again: only the stages whose results it can change.
import { assert, assertEquals, assertGreater } from "@std/assert";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { codeReader } from "../../pipeline/cache/key/code_digest.ts";
import { readImportMap } from "../../pipeline/cache/key/resolve_specifier.ts";
import type { StageDefinition } from "../../pipeline/stage.ts";
import { DATASET_MODULES } from "../../datasets/readers/built_in.ts";
import deriveStage from "../../stages/derive/stage.ts";
import downloadStage from "../../stages/download/stage.ts";
import genotypeStage from "../../stages/genotype/stage.ts";
import { projectParams } from "../../stages/project/params.ts";
import projectStage from "../../stages/project/stage.ts";
import reportStage from "../../stages/report/stage.ts";
import { retrainParams } from "../../stages/retrain/params.ts";
import hessianStage from "../../stages/hessian/stage.ts";
import type { SearchFacts } from "../../stages/_declare/facts.ts";
import {
  genotypeParts,
  supernetParts,
} from "../../stages/_declare/operation_parts.ts";
import { BUILT_IN_STEMS } from "../../nas/stems/built_in_stems.ts";
import { searchSpace, type SpaceName } from "../../nas/space/edge_space.ts";
import type { Composition } from "../../nas/search/composition.ts";
import { type MethodName, METHODS } from "../../nas/search/method.ts";
import retrainStage from "../../stages/retrain/stage.ts";
import { searchParams } from "../../stages/search/params.ts";
import searchStage from "../../stages/search/stage.ts";
import splitStage from "../../stages/split/stage.ts";
import { ROOT } from "../support/root.ts";
import { tempFolder } from "../support/temp_folder.ts";

const ROOMS = ["common", "engine", "nas", "datasets", "stages", "pipeline"];

/** A search by a method. */
const search = (method: string, more: object = {}) =>
  [searchStage, searchParams.parse({ space: "s2", method, ...more })] as const;

/** Parts of a stage that follows a search in a space. */
const after = {
  retrain: (space: SpaceName) => genotypeParts({ space: searchSpace(space) }),
  hessian: (space: SpaceName, method: MethodName = "darts") =>
    supernetParts({
      space: searchSpace(space),
      stem: { stem: BUILT_IN_STEMS.cifar },
      composition: METHODS[method] as Composition,
    } as SearchFacts),
};

/**
 * Stages of every kind with parameters, by name, and with the parts that their inputs choose, where they do; all of them
 * would take three times as long.
 */
const STAGES = {
  "derive": [deriveStage, { selection: "strength" }],
  "genotype": [genotypeStage, {}],
  "hessian in darts": [hessianStage, {}, after.hessian("darts")],
  "hessian in s2": [hessianStage, {}, after.hessian("s2")],
  "hessian fairdarts": [hessianStage, {}, after.hessian("s2", "fairdarts")],
  "report": [reportStage, {}],
  "retrain": [retrainStage, retrainParams.parse({})],
  "retrain jitter": [
    retrainStage,
    retrainParams.parse({ cutout: 0, jitter: true }),
  ],
  "retrain imagenet": [
    retrainStage,
    retrainParams.parse({ stem: "imagenet" }),
    after.retrain("s2"),
  ],
  "retrain from s2": [
    retrainStage,
    retrainParams.parse({}),
    after.retrain("s2"),
  ],
  "retrain divided": [
    retrainStage,
    retrainParams.parse({ devices: 2, precision: "bfloat16", cutout: 0 }),
    after.retrain("s2"),
  ],
  "search darts": search("darts"),
  "search darts in darts": search("darts", { space: "darts" }),
  "search darts in nasbench201": search("darts", { space: "nasbench201" }),
  "search sdarts-rs": search("sdarts-rs"),
  "search sdarts-adv": search("sdarts-adv"),
  "search pc-darts-adv": search("pc-darts-adv"),
  "search r-darts-dp": search("r-darts-dp", { dropPath: 0.2 }),
  "search darts-es": search("darts-es"),
  "search darts-ada": search("darts-ada"),
  "search drnas": search("drnas"),
  "search gdas": search("gdas"),
  "search fairdarts": search("fairdarts"),
  "search beta-darts": search("beta-darts"),
  "search darts-minus": search("darts-minus"),
  "search oles": search("oles"),
  "derive fairdarts": [deriveStage, { selection: "threshold" }],
  "search uncropped": search("darts", { crop: false }),
  "project sdarts-rs": [
    projectStage,
    projectParams.parse({}),
    after.hessian("s2"),
  ],
  "project sdarts-adv": [
    projectStage,
    projectParams.parse({}),
    after.hessian("s2"),
  ],
  "download": [downloadStage, { dataset: "svhn" }],
  "split cifar10": [splitStage, {}],
  "split imagenette": [splitStage, {}],
  "split svhn": [splitStage, {}],
} as unknown as Readonly<
  Record<
    string,
    readonly [
      stage: StageDefinition<unknown>,
      params: unknown,
      parts?: Readonly<Record<string, string>>,
    ]
  >
>;
/** A stage outside, which imports `sdarts`. */
const OUTSIDE = "template/stages/skips/stage.ts";
const NAMES = [...Object.keys(STAGES), OUTSIDE];
/** Searches, and selections after searches. */
const SEARCHES = NAMES.filter((name) => /^(search|project) /.test(name));
const WATCHING = ["search darts-es", "search darts-ada"];
const RETRAINS = NAMES.filter((name) => name.startsWith("retrain"));
const CROPPING = [...RETRAINS, ...SEARCHES].filter((name) =>
  name !== "search uncropped"
);
const CIFAR_RETRAINS = RETRAINS.filter((name) => name !== "retrain imagenet");
const SUPERNETS = NAMES.filter((name) => name.startsWith("hessian"));
const FAIR = ["hessian fairdarts", "search fairdarts"];
const SPLITS = NAMES.filter((name) => name.startsWith("split"));
const ADVERSARIAL = SEARCHES.filter((name) => name.endsWith("-adv"));

/** Copies the code of the rooms, without tests. */
function copyCode(to: string): void {
  const copy = (folder: string) => {
    Deno.mkdirSync(join(to, folder));
    for (const { name, isDirectory } of Deno.readDirSync(join(ROOT, folder))) {
      const path = join(folder, name);
      if (isDirectory) copy(path);
      else if (!name.endsWith("_test.ts")) {
        Deno.copyFileSync(join(ROOT, path), join(to, path));
      }
    }
  };
  for (const room of [...ROOMS, "template"]) copy(room);
  for (const name of ["mod.ts", "parts.ts"]) {
    Deno.copyFileSync(join(ROOT, name), join(to, name));
  }
}

/** Modules that a selection takes from a search by a method. */
const offered = (method: string) =>
  Object.values(
    searchStage.offers!(searchParams.parse({ space: "s2", method }), {}),
  );

/** Modules that stages take from the makers of their inputs: a split has that of its data set. */
const TAKEN: Readonly<Record<string, string | readonly string[]>> = {
  "project sdarts-rs": offered("sdarts-rs"),
  "project sdarts-adv": offered("sdarts-adv"),
  "split cifar10": DATASET_MODULES.cifar10,
  "split imagenette": DATASET_MODULES.imagenette,
  "split svhn": DATASET_MODULES.svhn,
};

/** Kind of the module of a role, such as `operation` of `operation/none`. */
const kindOf = (role: string) => role.split("/")[0]!;

/** Modules of the keys of all stages: what they run, and what their parameters or inputs choose. */
const MODULES = NAMES.map((name) => {
  if (name === OUTSIDE) return [OUTSIDE];
  const [{ module, parts }, params, chosen] = STAGES[name]!;
  const kinds = new Set(Object.keys(chosen ?? {}).map(kindOf));
  const declared = Object.entries(parts?.(params, {}) ?? {})
    .filter(([role]) => !kinds.has(kindOf(role)))
    .map(([, url]) => url);
  return [module!, ...declared, ...Object.values(chosen ?? {})]
    .concat(TAKEN[name] ?? [])
    .map((url) => relative(ROOT, fileURLToPath(url)));
});

/** Digests of the code of all stages of a copy. */
async function digests(folder: string): Promise<Record<string, string>> {
  const code = codeReader({
    nameOf: (path) => relative(folder, path),
    roots: [folder],
    imports: { ...readImportMap(join(ROOT, "deno.json")), folder },
    lock: {},
    entries: [...new Set(MODULES.flat())].map((path) => join(folder, path)),
    emit: join(folder, "emit"),
  });
  return Object.fromEntries(
    await Promise.all(
      MODULES.map(async (modules, index) => {
        const all = await Promise.all(
          modules.map(async (path) => (await code(join(folder, path))).digest),
        );
        return [NAMES[index]!, all.join()] as const;
      }),
    ),
  );
}

type Edit = readonly [path: string, from: string, to: string];

/** Edits, each with the stages that they make run again. */
const EDITS: Readonly<Record<string, readonly [Edit, readonly string[]]>> = {
  "a batch is divided otherwise": [
    [
      "nas/training/data_parallel.ts",
      "Math.ceil(batch /",
      "Math.floor(batch /",
    ],
    ["retrain divided"],
  ],
  "bfloat16 leaves out matrix products": [
    ["engine/compile/bfloat16.ts", "  MatMul: [0, 1],\n", ""],
    ["retrain divided"],
  ],
  "a space is added": [
    [
      "nas/space/edge_space.ts",
      "const UNIFORM = {",
      "const UNIFORM = {\n  s5: [SKIP, DIL5],",
    ],
    [],
  ],
  "a method is added": [
    [
      "nas/search/method.ts",
      "export const COMPOSITIONS = {",
      'export const COMPOSITIONS = {\n  "sdarts-es": { perturbation: "random", regulariser: "early-stop" },',
    ],
    [],
  ],
  "a published genotype is added": [
    ["nas/genotype/published.ts", "", '\nexport const other = "x";\n'],
    [],
  ],
  "the attack changes": [
    ["nas/perturbations/attack_step.ts", "tf.sign(", "tf.neg("],
    ADVERSARIAL,
  ],
  "the attack takes more steps": [
    [
      "nas/perturbations/adversarial.ts",
      "ATTACK_STEPS = 7",
      "ATTACK_STEPS = 8",
    ],
    ADVERSARIAL,
  ],
  "random noise is twice as far": [
    [
      "nas/perturbations/random.ts",
      "perturbed(mixtures, at)",
      "perturbed(mixtures, { ...at, epsilon: 2 * at.epsilon })",
    ],
    ["search sdarts-rs", "project sdarts-rs"],
  ],
  "the loss of alpha steps changes": [
    [
      "nas/alpha_losses/cross_entropy.ts",
      "crossEntropy(logits, labels)",
      "crossEntropy(logits, labels, 0.1)",
    ],
    SEARCHES.filter((name) =>
      !FAIR.includes(name) && name !== "search beta-darts"
    ),
  ],
  "the decay of mixture weights changes": [
    ["nas/alpha_losses/beta_decay_loss.ts", "50 * epoch", "25 * epoch"],
    ["search beta-darts"],
  ],
  "the soft-max as a relaxation changes": [
    ["nas/relaxations/softmax.ts", "weights:", "more: 1, weights:"],
    [...SUPERNETS, ...SEARCHES].filter((name) => !FAIR.includes(name)),
  ],
  "the sigmoid as a relaxation changes": [
    ["nas/relaxations/sigmoid.ts", "weights:", "more: 1, weights:"],
    FAIR,
  ],
  "the zero-one loss changes": [
    ["nas/alpha_losses/zero_one_loss.ts", "weight = 10", "weight = 9"],
    ["search fairdarts"],
  ],
  "Dirichlet samples have another gradient": [
    ["nas/samplings/dirichlet_slope.ts", "x < 0.01", "x < 0.02"],
    ["search drnas"],
  ],
  "drawn operations are drawn at another temperature": [
    ["nas/samplings/gumbel.ts", "to: 0.1", "to: 1"],
    ["search gdas"],
  ],
  "auxiliary skips fade faster": [
    ["nas/auxiliary_skips/falling_skip.ts", "start = 1", "start = 0.9"],
    ["search darts-minus"],
  ],
  "the threshold of a selection changes": [
    ["nas/selections/threshold_selection.ts", "= 0.85", "= 0.9"],
    ["derive fairdarts"],
  ],
  "operations are stopped sooner": [
    [
      "nas/regularisers/operation_stop_rule.ts",
      "threshold: 0.4",
      "threshold: 0.5",
    ],
    ["search oles"],
  ],
  "early stops wait longer": [
    ["nas/curvature/early_stop.ts", "factor: 1.3", "factor: 1.4"],
    WATCHING,
  ],
  "the weight decay of darts-ada rises faster": [
    ["nas/regularisers/adaptive_rule.ts", "now * factor", "now * factor * 2"],
    ["search darts-ada"],
  ],
  "a perturbation is added": [
    [
      "nas/perturbations/built_in.ts",
      "as const",
      "as const;\nexport const more = {}",
    ],
    [],
  ],
  "a data set is added": [
    [
      "datasets/catalogue/image_folders.ts",
      "export const IMAGENET:",
      'export const PETS: DatasetSpec = /* @__PURE__ */ free({ name: "pets", classes: 3, size: 32 });\nexport const IMAGENET:',
    ],
    [],
  ],
  "a data set is registered": [
    [
      "datasets/catalogue/registry.ts",
      '"cifar10":',
      '"more": SVHN,\n  "cifar10":',
    ],
    [],
  ],
  "the module of a data set is registered": [
    [
      "datasets/readers/built_in.ts",
      '"cifar10":',
      '"more": "./more.ts",\n  "cifar10":',
    ],
    [],
  ],
  "the reader of SVHN's files changes": [
    ["datasets/sources/svhn_source.ts", "label % 10", "label % 11"],
    ["split svhn"],
  ],
  "the reader of CIFAR's records changes": [
    ["datasets/formats/records.ts", "3 * pixel + 1", "3 * pixel + 2"],
    ["split cifar10"],
  ],
  "the survey of class folders changes": [
    ["datasets/sources/image_archive.ts", "AHEAD = 2", "AHEAD = 3"],
    ["split imagenette"],
  ],
  "the mean of SVHN changes": [
    ["datasets/catalogue/svhn.ts", "0.4377", "0.4378"],
    ["split svhn"],
  ],
  "the choice of images changes": [
    ["datasets/subset/subset.ts", "stream:", "extra: 1, stream:"],
    SPLITS,
  ],
  "the holes of cutout change": [
    [
      "datasets/augmentations/cutout.ts",
      "random.below(size)",
      "random.below(size - 1)",
    ],
    ["retrain", "retrain imagenet", "retrain from s2", "search r-darts-dp"],
  ],
  "the jitter of colours changes": [
    ["datasets/pixels/colour_jitter.ts", "hue: 0.2", "hue: 0.3"],
    ["retrain jitter"],
  ],
  "random mirroring changes": [
    ["datasets/augmentations/flip.ts", "0.5", "0.6"],
    [...RETRAINS, ...SEARCHES],
  ],
  "random crops change": [
    ["datasets/augmentations/crop.ts", "pad - random", "pad + random"],
    CROPPING,
  ],
  "what draws for a crop that is turned off changes": [
    ["datasets/augmentations/uncropped.ts", "random.uint32();", ""],
    ["search uncropped"],
  ],
  "the way of augmented images to the network changes": [
    ["datasets/prepared/augmented_images.ts", "of places", "of [...places]"],
    [...RETRAINS, ...SEARCHES],
  ],
  "an augmentation is registered": [
    [
      "datasets/augmentations/augmentation_modules.ts",
      "crop:",
      'more: "./more.ts",\n  crop:',
    ],
    [],
  ],
  "an operation changes that two spaces have": [
    ["nas/operations/sep_conv_3x3.ts", "kernel: 3", "kernel: 1"],
    [...SUPERNETS, ...RETRAINS, ...SEARCHES].filter((name) =>
      name !== "search darts in nasbench201"
    ),
  ],
  "an operation changes that one space has": [
    ["nas/operations/dil_conv_5x5.ts", "kernel: 5", "kernel: 7"],
    ["hessian in darts", "retrain", "retrain jitter", "search darts in darts"],
  ],
  "an operation changes that no space has": [
    ["nas/operations/conv_7x1_1x7.ts", "affine, weight", "weight, affine"],
    ["retrain", "retrain jitter"],
  ],
  "the selection by strength changes": [
    ["nas/selections/strength.ts", "edges:", "more: 1, edges:"],
    ["derive"],
  ],
  "cells of NAS-Bench-201 change": [
    ["nas/graph_cells/graph_cell.ts", "affine: false", "affine: true"],
    ["retrain", "retrain jitter", "search darts in nasbench201"],
  ],
  "an operation of NAS-Bench-201 changes": [
    [
      "nas/operations/nor_conv_3x3.ts",
      '"nor_conv_3x3", 3',
      '"nor_conv_3x3", 1',
    ],
    ["retrain", "retrain jitter", "search darts in nasbench201"],
  ],
  "the derivation of graph cells changes": [
    [
      "stages/derive/graph_derivation.ts",
      "deriveGraphs(path",
      "deriveGraphs(file",
    ],
    [],
  ],
  "another space of graph cells is added": [
    [
      "nas/space/graph_space.ts",
      '["nasbench201"] as const',
      '["nasbench201", "more"] as const',
    ],
    [],
  ],
  "the stem for CIFAR changes": [
    ["nas/stems/cifar.ts", "3 * channels", "4 * channels"],
    [...SUPERNETS, ...CIFAR_RETRAINS, ...SEARCHES],
  ],
  "the stem for ImageNet changes": [
    ["nas/stems/imagenet.ts", "channels / 2", "channels / 4"],
    ["retrain imagenet"],
  ],
  "a stem is registered": [
    ["nas/stems/stem_modules.ts", "cifar:", 'more: "./more.ts",\n  cifar:'],
    [],
  ],
  "an operation is added": [
    [
      "nas/space/primitives.ts",
      '"conv_7x1_1x7",',
      '"conv_7x1_1x7",\n  "conv_1x1",',
    ],
    [],
  ],
  "a parameter of search is described in other words": [
    ["stages/search/params.ts", '"largest norm of', '"greatest norm of'],
    [],
  ],
  "search asks for more memory": [
    ["stages/search/stage.ts", "700 +", "800 +"],
    [],
  ],
  "a message of the installer is reworded": [
    ["engine/install/ensure.ts", "; fallback: ", "; instead: "],
    [],
  ],
  "the words beside the progress of a search change": [
    ["stages/search/note.ts", '"validation"', '"held-out"'],
    [],
  ],
  "the words beside the progress of all trainings change": [
    ["stages/_declare/epoch_note.ts", "`epoch", "`pass"],
    [],
  ],
  "the doctor is reworded": [[
    "engine/doctor.ts",
    "await diagnose",
    "await (0, diagnose)",
  ], []],
  "the page has another style": [
    ["pipeline/interface/ui/style.ts", "margin", "padding"],
    [],
  ],
  "a type changes": [
    ["nas/perturbations/perturbation.ts", "cost?: number", "cost?: bigint"],
    [],
  ],
  "a comment changes": [
    ["nas/search/perturb.ts", "/**", "/** Edited. */\n/**"],
    [],
  ],
  "an export that nothing uses is added": [
    ["nas/layers/normalisation.ts", "", "\nexport const unused = () => 1;\n"],
    [],
  ],
  "the style of the report changes": [
    ["stages/report/html/style.ts", "margin", "padding"],
    ["report"],
  ],
};

Deno.test("an edit makes only those stages run again whose results it can change", async (t) => {
  using folder = tempFolder();
  const { path } = folder;
  copyCode(path);
  Deno.mkdirSync(join(path, "emit"));
  const before = await digests(path);
  const changed = async () => {
    const after = await digests(path);
    return NAMES.filter((name) => after[name] !== before[name]);
  };
  const make = ([file, from, to]: Edit) => {
    const at = join(path, file);
    const text = Deno.readTextFileSync(at);
    assert(text.includes(from), `${from} not found in ${file}`);
    Deno.writeTextFileSync(
      at,
      from === "" ? `${text}${to}` : text.replaceAll(from, () => to),
    );
    return () => Deno.writeTextFileSync(at, text);
  };
  const edits = Object.entries(EDITS);
  const idle = edits.filter(([, [, stages]]) => stages.length === 0);
  assertGreater(idle.length, 5);
  // Digesting takes long: edits that change nothing are made together, and one by one only to name the wrong one.
  const undo = idle.map(([, [edit]]) => make(edit));
  const areIdle = (await changed()).length === 0;
  for (const one of undo.toReversed()) one();
  for (
    const [name, [edit, stages]] of areIdle
      ? edits.filter((one) => !idle.includes(one))
      : edits
  ) {
    await t.step(name, async () => {
      const undo = make(edit);
      const found = await changed();
      undo();
      assertEquals(found, stages);
    });
  }
  assert(areIdle);
});
