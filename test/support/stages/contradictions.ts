// Pipelines that contradict the data, and what is said of them.

/** Parameters of some stages, and more stages. */
export interface Parts {
  readonly files?: string;
  readonly images?: string;
  readonly search?: string;
  readonly rest?: string;
}

/** A pipeline in which only the named parts differ from one that fits. */
export const pipeline = ({ files, images, search, rest }: Parts) =>
  `name: a
stages:
  files: { use: download, with: { ${files ?? "dataset: cifar10"} } }
  images: { use: split, needs: { files: files }, with: { ${images ?? ""} } }
  search: { use: search, needs: { data: images }, with: { ${
    search ?? "space: s3, method: darts"
  } } }
${rest ?? ""}`;

const DIGEST = "a".repeat(64);
const OWN =
  `dataset: svhn, files: { train_32x32.mat: { url: "file:///a", sha256: ${DIGEST} }, test_32x32.mat: { url: "file:///b", sha256: ${DIGEST} } }`;
const folder = (classes: string, dataset = "image-folder") =>
  `dataset: ${dataset}, folder: /pets, listing: ${DIGEST}, classes: [${classes}]`;
const CELL = "  cell: { use: genotype, with: { published: darts-v2 } }\n";
const retrain = (params: string) =>
  `${CELL}  final: { use: retrain, needs: { data: images, genotype: cell }, with: { ${params} } }\n`;
/** The same images at another size. */
const SMALL =
  "  small: { use: split, needs: { files: files }, with: { size: 16 } }\n";
const derive = (use: string, needs = "search: search") =>
  `  other: { use: ${use}, needs: { ${needs} } }\n`;

/** Parts that fit each other. */
export const FITTING: readonly Parts[] = [
  { rest: retrain("") },
  // Without the official files nobody knows how many images there are.
  { files: OWN, images: "train: 1000000" },
  { files: "dataset: svhn", images: "train: 50000, stratified: false" },
  { files: "dataset: svhn, extra: true", images: "extra: true" },
  { files: folder("cat, dog"), images: "size: 32" },
  {
    files: "dataset: tiny-imagenet-200",
    images: "size: 16, train: 100000",
  },
];

/** What contradicts what, the parts, and the places and messages. */
export const CONTRADICTIONS:
  readonly (readonly [string, Parts, ...string[]])[] = [
    [
      "more training images than there are",
      { images: "train: 50001" },
      "4:65: Expected at most 50000 images, which train of cifar10 has, but found 50001",
    ],
    [
      "more test images than there are",
      { images: "test: 10001" },
      "4:64: Expected at most 10000 images, which test of cifar10 has, but found 10001",
    ],
    [
      "more images of a class than there are",
      { files: "dataset: svhn", images: "train: 50000" },
      "4:65: Expected at most 4948 images of class 0, which train of svhn has, but found a share of 5000: 50000 images over 10 classes; set stratified: false to take more",
    ],
    ["shares of a class that overlap", {
      images: "shares: { weights: 0.6, alpha: 0.5 }",
    }, "4:66: Expected 3000 + 2500 images of class 0 but found 5000"],
    [
      "an empty half",
      { images: "train: 3, portion: 0.1" },
      "4:77: Expected images on both sides but found a portion of 0.1 of 3 training images",
    ],
    [
      "extra images that are not downloaded",
      { files: "dataset: svhn", images: "extra: true" },
      "4:65: Expected extra: false but found true: set extra: true of the stage download as well",
    ],
    [
      "extra images of another data set",
      {
        files: "dataset: cifar10, extra: true",
      },
      "3:60: Expected extra: false but found true: cifar10 has no extra images",
    ],
    [
      "a size between the sizes of the data set",
      {
        files: "dataset: tiny-imagenet-200",
        images: "size: 48",
      },
      "4:64: Expected size: 64 or 32 or 16 for tiny-imagenet-200 but found 48",
    ],
    [
      "square images to keep their aspect",
      { images: "layout: free" },
      "4:66: Cannot store cifar10 with layout: free: its images are square",
    ],
    [
      "a data set without a source",
      { files: "dataset: imagenet" },
      "3:33: Set files (archives with train/<class>/ and val/<class>/) or folder: imagenet cannot be downloaded from a public address",
    ],
    [
      "one address for two files",
      { files: 'dataset: svhn, mirror: "https://x.org/a.mat"' },
      "3:58: Expected a mirror that ends with / and holds train_32x32.mat, test_32x32.mat but found https://x.org/a.mat",
    ],
    [
      "a folder for a data set of archives",
      { files: "dataset: cifar10, folder: /x" },
      "3:61: cifar10 takes no folder but mirror or files: it is read from its archives",
    ],
    [
      "a class twice",
      { files: folder("cat, dog, cat") },
      "3:168: Expected each class once but found cat twice in classes",
    ],
    [
      "too few classes",
      { files: folder("cat, dog", "imagenet-100") },
      "3:157: Expected 100 classes of imagenet-100 but found 2 in classes",
    ],
    ["a side that the reductions cannot halve", {
      files: folder("cat, dog"),
      images: "size: 30",
    }, "5:41: Expected images with a side divisible by 4 but found 30 pixels"],
    [
      "a side that the stem cannot halve",
      {
        files: folder("cat, dog"),
        images: "size: 100",
        search: "space: s3, method: darts, stem: imagenet",
      },
      "5:41: Expected images with a side divisible by 32 for stem: imagenet but found 100 pixels",
    ],
    [
      "a hole larger than the image",
      { images: "size: 8", search: "space: s3, method: darts, cutout: 10" },
      "5:93: Expected a cutout of at most 8 pixels, the side of the images, but found 10",
    ],
    [
      "a hole larger than the image by default",
      {
        images: "size: 8",
        search: "space: s3, method: r-darts-dp, dropPath: 0.2",
      },
      "5:57: Expected a cutout of at most 8 pixels, the side of the images, but found 16",
    ],
    [
      "more images of a Hessian of the search than there are",
      { images: "train: 200", search: "space: s3, method: darts-es" },
      "5:57: Expected at most 100 images, the alpha half, but found 1 batches of 128 in the parameters of search",
    ],
    ["operations to keep of no search", {
      search: "space: darts, method: p-darts, keep: 3",
    }, "5:96: `keep` needs a search at the input `before`"],
    ["a search before without operations to keep", {
      search: "space: darts, method: p-darts",
      rest:
        "  next: { use: search, needs: { data: images, before: search }, with: { space: darts, method: p-darts } }\n",
    }, "6:55: a search at the input `before` needs the parameter `keep`"],
    [
      "a search before in another space",
      {
        search: "space: darts8, method: p-darts",
        rest:
          "  next: { use: search, needs: { data: images, before: search }, with: { space: darts, method: p-darts, keep: 3 } }\n",
      },
      "6:55: Expected a search in darts at the input before but found one in darts8",
    ],
    [
      "as many operations to keep as there are",
      {
        search: "space: darts, method: p-darts",
        rest:
          "  next: { use: search, needs: { data: images, before: search }, with: { space: darts, method: p-darts, keep: 7 } }\n",
      },
      "6:110: Expected to keep 2 to 6 of the 7 operations of an edge but found 7",
    ],
    [
      "an auxiliary head for other images",
      { images: "size: 16", rest: retrain("") },
      "7:73: Expected images of 32 pixels for the auxiliary head of stem: cifar but found 16: set auxiliary: false, or take stem: imagenet with images of 224 pixels",
    ],
    [
      "a batch that the images do not fill",
      { images: "train: 60", rest: retrain("lastBatch: drop") },
      "7:73: Expected at least one batch of 96 images but found 60 images: set batch or lastBatch: keep",
    ],
    [
      "random colours of square images",
      { rest: retrain("jitter: true") },
      "7:83: Expected jitter: false but found true: the images of cifar10 are stored square",
    ],
    [
      "a published genotype of another space",
      {
        rest: CELL +
          derive("discretise", "data: images, search: search, genotype: cell"),
      },
      "7:78: Expected an edge of s3 with dil_conv_3x3 but found none, skip_connect, sep_conv_3x3 in edge 7 of the normal cell",
    ],
    [
      "a genotype of other nodes",
      {
        search: "space: s3, method: darts, nodes: 2",
        rest:
          "  cell: { use: genotype, with: { random: { space: s3, seed: 1 } } }\n" +
          derive("discretise", "data: images, search: search, genotype: cell"),
      },
      "7:78: Expected a genotype of 2 nodes, which the cells of the supernet have, but found one of 4 of s3",
    ],
    [
      "more validation images than there are",
      {
        images: "train: 200",
        rest: derive("hessian", "data: images, search: search"),
      },
      "6:3: Expected at most 100 images, the alpha half, but found 2 batches of 128 in the parameters of hessian",
    ],
    [
      "other images for a supernet",
      { rest: SMALL + derive("landscape", "data: small, search: search") },
      "7:43: Expected images of 32 pixels in 10 classes, which the network was trained on, but found images of 16 pixels in 10 classes",
    ],
    [
      "other images for a network",
      {
        rest: SMALL + retrain("") +
          derive("evaluate", "data: small, network: final"),
      },
      "9:42: Expected images of 32 pixels in 10 classes, which the network was trained on, but found images of 16 pixels in 10 classes",
    ],
    [
      "a network without validation images",
      {
        rest: retrain("") + derive("validate", "data: images, network: final"),
      },
      "8:59: Expected a network trained with images: weights but found images: all: it was trained on the validation images",
    ],
    ["a search by perturbation to derive from", {
      search: "space: darts, method: darts-pt",
      rest: derive("derive"),
    }, "6:42: darts-pt selects by perturbation: use the stage project"],
    [
      "a perturbation on the simplex of weights that leave it",
      {
        search:
          "space: s3, method: { relaxation: sigmoid, perturbation: random }",
      },
      "5:115: Expected a relaxation whose rows sum to 1 for the perturbation random but found sigmoid in random+sigmoid",
    ],
    [
      "drawn operations alone, and what would need the others",
      {
        search:
          "space: s3, method: { sampling: gumbel, perturbation: adversarial }, unrolled: exact, recompute: true",
      },
      "5:112: Expected no perturbation with the sampling gumbel, which computes drawn operations alone, but found adversarial in adversarial+gumbel",
      "5:137: Expected unrolled: none with the sampling gumbel, which computes drawn operations alone, but found exact",
      "5:155: Expected recompute: false with the sampling gumbel, which computes drawn operations alone, but found true",
    ],
    [
      "recomputed maps of drawn architectures",
      { search: "space: s3, method: rsps, recompute: true" },
      "5:95: Expected recompute: false with the sampling uniform, which computes drawn operations alone, but found true",
    ],
    [
      "drawn operations alone in choice blocks",
      { search: "space: nasbench1shot1-1, method: gdas" },
      "5:66: Expected a space of edges or of graph cells with the sampling gumbel, which computes drawn operations alone, but found nasbench1shot1-1",
    ],
    ["a limit of skips in a selection by a threshold", {
      search: "space: darts, method: fairdarts",
      rest:
        "  other: { use: derive, needs: { search: search }, with: { maxSkips: 2 } }\n",
    }, "6:70: Expected no maxSkips with the selection threshold of fairdarts"],
    [
      "a benchmark space to derive from",
      {
        search: "space: nasbench1shot1-1, method: darts",
        rest: derive("derive"),
      },
      "6:42: nasbench1shot1-1 is a NAS-Bench-1Shot1 space: use the stage benchmark",
    ],
    [
      "partial channels to project",
      {
        search: "space: darts, method: pc-darts",
        rest: derive("project", "data: images, search: search"),
      },
      "6:57: Cannot project a search with partial channels: its edges have weights of their own",
    ],
    ...["hessian", "landscape", "project"].map(
      (stage): [string, Parts, string] => [
        `a pruned supernet for ${stage}`,
        {
          search:
            "space: darts, method: drnas, phases: [{ after: 1, keep: 4 }]",
          rest: derive(stage, "data: images, search: search"),
        },
        `6:${
          stage.length + 50
        }: Expected a supernet with all of its candidates but found that of a search which pruned some`,
      ],
    ),
    [
      "channels that bypass candidates to project",
      {
        search: "space: darts, method: drnas, channelShare: 4",
        rest: derive("project", "data: images, search: search"),
      },
      "6:57: Cannot project a search with channelShare: channels bypass the candidates of edges that a cell leaves out",
    ],
    [
      "channels that bypass candidates to discretise",
      {
        search: "space: s3, method: drnas, channelShare: 4",
        rest: "  cell: { use: derive, needs: { search: search } }\n" +
          derive("discretise", "data: images, search: search, genotype: cell"),
      },
      "7:60: Cannot discretise a search with channelShare: the channels that bypass the candidates of edges that a cell leaves out would stay",
    ],
    [
      "a phase of a search that draws operations alone",
      {
        search: "space: darts, method: gdas, phases: [{ after: 1, keep: 7 }]",
      },
      "5:81: Expected a sampling of all candidates with phases but found gumbel in gdas",
      "5:114: Expected to keep 2 to 6 of the 7 operations of an edge but found 7",
    ],
    ...[["gdas", "gumbel"], ["rsps", "uniform"]].map((
      [method, sampling],
    ): [string, Parts, string] => [
      `drawn operations of ${method} to project`,
      {
        search: `space: darts, method: ${method}`,
        rest: derive("project", "data: images, search: search"),
      },
      `6:57: Cannot project a search with the sampling ${sampling}: its steps compute drawn operations alone`,
    ]),
    [
      "what cells of NAS-Bench-201 do not have",
      {
        search: "space: nasbench201, method: darts",
        rest:
          "  cell: { use: derive, needs: { search: search } }\n  final: { use: retrain, needs: { data: images, genotype: cell } }\n",
      },
      "7:3: Expected auxiliary: false for graph cells, which have no auxiliary head",
      "7:3: Expected dropPath: 0 for graph cells, which drop no paths, but found 0.2",
    ],
    [
      "a limit of skips, and a projection, where cells keep all edges",
      {
        search: "space: nasbench201, method: darts",
        rest:
          "  cell: { use: derive, needs: { search: search }, with: { maxSkips: 2 } }\n  other: { use: project, needs: { data: images, search: search } }\n",
      },
      "6:69: Expected no maxSkips for a search in nasbench201, whose cells keep all edges",
      "7:57: Cannot project a search in nasbench201: a graph cell keeps all of its edges",
    ],
    [
      "trainings and searches that no table has",
      {
        rest:
          "  table: { use: nasbench }\n  look: { use: benchmark, needs: { table: table, search: search }, with: { epochs: 36 } }\n",
      },
      "7:58: Expected a search in nasbench1shot1-1, nasbench1shot1-2, nasbench1shot1-3, nasbench201 but found one in s3: use the stage derive",
      "7:84: Expected epochs of 108, which nasbench_only108.tfrecord has, but found 36",
    ],
    [
      "a table without architectures",
      {
        rest:
          "  table: { use: nasbench }\n  look: { use: benchmark, needs: { table: table } }\n",
      },
      "7:3: Expected either the input search or random but found neither",
    ],
    [
      "a search and a draw to look up",
      {
        search: "space: nasbench1shot1-1, method: darts",
        rest:
          "  table: { use: nasbench }\n  look: { use: benchmark, needs: { table: table, search: search }, with: { random: { space: nasbench1shot1-1, seed: 0 } } }\n",
      },
      "7:84: Expected either the input search or random but found both",
    ],
    [
      "trainings of NAS-Bench-201 that are not named, or that its tables do not have",
      {
        search: "space: nasbench201, method: darts",
        rest:
          "  table: { use: nasbench201, with: { folder: /tables } }\n  look: { use: benchmark, needs: { table: table, search: search }, with: { epochs: 90 } }\n  other: { use: benchmark, needs: { table: table }, with: { random: { space: nasbench201, seed: 0 }, dataset: cifar10, epochs: 12, split: x-test } }\n",
      },
      "7:74: Expected dataset of cifar10-valid, cifar10, cifar100, ImageNet16-120, which the tables of nasbench201 have, but found none",
      "7:74: Expected split of x-valid, ori-test, x-test, which the tables of nasbench201 have, but found none",
      "7:84: Expected epochs of 12, 200, which the tables of nasbench201 have, but found 90",
      "8:139: Expected the split ori-test, which networks of cifar10 were evaluated on, but found x-test",
    ],
    [
      "neither of two ways to give a table, and a recurrent cell that is none",
      {
        rest:
          "  table: { use: nasbench201 }\n  cell: { use: genotype_text, with: { cell: { recurrent: [[relu, 3]], concat: [2] } } }\n  both: { use: genotype_text, with: { published: darts-v2-ptb, cell: { recurrent: [[relu, 0]], concat: [1] } } }\n  near: { use: text, with: { folder: penn } }\n",
      },
      "6:3: Expected one of folder and file",
      "7:66: Expected a source from 0 to 0 but found 3",
      "7:80: Expected a node from 1 to 1 but found 2",
      "8:37: Expected one of published and cell",
      '9:38: Expected folder to be an absolute path but found "penn"',
    ],
    [
      "tables of another benchmark, and parts of a table that has one",
      {
        search: "space: nasbench1shot1-1, method: darts",
        rest:
          "  graphs: { use: nasbench201, with: { folder: /tables } }\n  cells: { use: nasbench }\n  one: { use: benchmark, needs: { table: graphs, search: search } }\n  two: { use: benchmark, needs: { table: cells, search: search }, with: { dataset: cifar10 } }\n  three: { use: benchmark, needs: { table: cells }, with: { random: { space: nasbench201, seed: 0 }, dataset: cifar10, epochs: 12, split: ori-test } }\n",
      },
      "8:42: Expected a table of nasbench101, which has the cells of nasbench1shot1-1, but found tables: use the stage nasbench",
      "9:84: Expected no dataset for nasbench1shot1-1, whose table has trainings of only one kind",
      "10:44: Expected a table of nasbench201, which has the cells of nasbench201, but found nasbench_only108.tfrecord: use the stage nasbench201",
    ],
    ["a size that the counted network cannot take", {
      rest: CELL +
        "  size: { use: count, needs: { genotype: cell }, with: { size: 30 } }\n",
    }, "7:64: Expected images with a side divisible by 4 but found 30 pixels"],
    [
      "an operation that no space has",
      {
        rest:
          `  cell: { use: genotype, with: { cells: { normal: [[mine, 0], [noise, 1]], normal_concat: [2], reduce: [[noise, 0], [noise, 1]], reduce_concat: [2], operations: { mine: {} } } } }
  size: { use: count, needs: { genotype: cell }, with: { auxiliary: false } }
  final: { use: retrain, needs: { data: images, genotype: cell }, with: { auxiliary: false } }
`,
      },
      "7:42: Expected built-in operations, or the module with mine as space of the genotype, but found mine for node 0, edge 0 of normal of a genotype that was written by hand",
      "8:59: Expected built-in operations, or the module with mine as space of the genotype, but found mine for node 0, edge 0 of normal of a genotype that was written by hand",
    ],
    ["candidates that are not there", {
      rest: retrain("images: weights") +
        '  check: { use: validate, needs: { data: images, network: final } }\n  best: { use: select, needs: { genotypes: "cell[*]", validations: "check[*]" }, with: { where: { method: darts } } }\n',
    }, "9:97: Expected candidates with method=darts but found no coordinates"],
  ];
