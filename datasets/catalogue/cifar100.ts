import type { DatasetSpec } from "./spec.ts";

const words = (text: string) => text.trim().split(/\s+/);

/** Names of the hundred fine classes in the order of their labels. */
export const CIFAR100_CLASSES: readonly string[] = words(`
apple aquarium_fish baby bear beaver bed bee beetle bicycle bottle bowl boy bridge bus butterfly
camel can castle caterpillar cattle chair chimpanzee clock cloud cockroach couch crab crocodile cup
dinosaur dolphin elephant flatfish forest fox girl hamster house kangaroo keyboard lamp lawn_mower
leopard lion lizard lobster man maple_tree motorcycle mountain mouse mushroom oak_tree orange orchid
otter palm_tree pear pickup_truck pine_tree plain plate poppy porcupine possum rabbit raccoon ray
road rocket rose sea seal shark shrew skunk skyscraper snail snake spider squirrel streetcar
sunflower sweet_pepper table tank telephone television tiger tractor train trout tulip turtle
wardrobe whale willow_tree wolf woman worm
`);

/** Coarse class of every fine class. */
export const CIFAR100_COARSE: readonly number[] = words(`
4 1 14 8 0 6 7 7 18 3 3 14 9 18 7 11 3 9 7 11 6 11 5 10 7 6 13 15 3 15 0 11 1 10 12 14 16 9 11 5 5
19 8 8 15 13 14 17 18 10 16 4 17 4 2 0 17 4 18 17 10 3 2 12 12 16 12 1 9 19 2 10 0 1 16 12 9 13 15
13 16 19 2 4 6 19 5 5 8 19 18 1 2 15 6 0 17 8 14 13
`).map(Number);

/** CIFAR-100 (Krizhevsky 2009) with its fine classes. */
export const CIFAR100: DatasetSpec = {
  name: "cifar100",
  classes: 100,
  channels: 3,
  size: 32,
  layout: "square",
  images: { train: 50_000, test: 10_000 },
  perClass: { train: 500, test: 100 },
  // from the published code (docs/method.md section 5), to four digits
  mean: [0.5071, 0.4865, 0.4409],
  std: [0.2673, 0.2564, 0.2762],
  files: [{
    name: "cifar-100-binary.tar.gz",
    url: "https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz",
    size: 168_513_733,
    // no stronger hash is published
    digest: { algorithm: "md5", hex: "03b5dce01913d631647c71ecec9e9cb8" },
    members: [
      { name: "train.bin", size: 153_700_000 },
      { name: "test.bin", size: 30_740_000 },
      { name: "fine_label_names.txt" },
      { name: "coarse_label_names.txt" },
    ],
  }],
};
