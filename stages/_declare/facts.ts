import type { AnySpace } from "../../nas/space/any_space.ts";
import type { DatasetSpec } from "../../datasets/catalogue/spec.ts";
import type { AnyGenotype } from "../../nas/genotype/any_genotype.ts";
import type { GraphSpace } from "../../nas/space/graph_space.ts";
import type { Composition } from "../../nas/search/composition.ts";
import type { SpacePart } from "../../nas/operations/space_part.ts";
import type { Stem } from "../../nas/stems/stem.ts";
import type { SearchSpace } from "../../nas/space/edge_space.ts";
import type { KnownInputs } from "../../pipeline/stage.ts";

/** Numbers of images of a part: of each class where the classes are known, and in all. */
export interface PartFacts {
  readonly total: number;
  readonly classes?: readonly number[];
}

/** What is known of the files of a data set before they are there. */
export interface FilesFacts {
  /** The data set. */
  readonly spec: DatasetSpec;
  /** Classes; undefined if the files decide. */
  readonly classes?: number;
  /** Images in the files; undefined if the files decide. */
  readonly images?: { readonly train: PartFacts; readonly test: PartFacts };
  /** True if the user's copy is taken to be the whole data set, which is not certain. */
  readonly presumed: boolean;
  /** True if the additional training images of svhn are among them. */
  readonly extra: boolean;
}

/** What is known of a prepared data set. */
export interface DataFacts {
  /** Name of the data set. */
  readonly dataset: string;
  readonly layout: "square" | "free";
  /** Pixels a side that a network sees. */
  readonly size: number;
  /** Classes; undefined if the files decide. */
  readonly classes?: number;
  /** Training images, and those that train weights and architecture; undefined if the files decide. */
  readonly images?: {
    readonly train: number;
    readonly weights: number;
    readonly alpha: number;
    /** True if the user's copy is taken to be the whole data set: good for an estimate, not for a complaint. */
    readonly presumed: boolean;
  };
}

/** What is known of a search: of its supernet and of its alphas. */
export interface SearchFacts {
  readonly method: string;
  /** Parts of the method. */
  readonly composition: Composition;
  /** Space that the search is in, or that its candidates are a part of. */
  readonly space: AnySpace;
  /** Candidates of an edge, fewer than in `space` where a search before chose among them; 0 in a space of choice blocks. */
  readonly candidates: number;
  readonly channels: number;
  readonly cells: number;
  /** One of this many channels goes through the candidates of the last epoch, where edges have no weights; all by default. */
  readonly channelShare?: number;
  /** True where the search prunes candidates on its way. */
  readonly prunes?: boolean;
  readonly stem: StemFacts;
  readonly data?: DataFacts;
  /** Where the space is in a module of the user. */
  readonly own?: OwnSpaceFacts;
  /** `file:` URL of its relaxation, where that is in a module of the user. */
  readonly relaxation?: string;
}

/** First layers of a network. */
export interface StemFacts {
  readonly stem: Stem;
  /** Where they are in a module of the user: its `file:` URL. */
  readonly module?: string;
}

/** A space in a module of the user. */
export interface OwnSpaceFacts {
  /** `file:` URL of the module. */
  readonly module: string;
  /** What it exports. */
  readonly space: SpacePart;
}

/** What is known of a genotype: all of it, or a space that it is from. */
export type GenotypeFacts =
  & (
    | { readonly genotype: AnyGenotype }
    | { readonly space: SearchSpace | GraphSpace }
  )
  & {
    /** Where the space is in a module of the user. */
    readonly own?: OwnSpaceFacts;
  };

/** What is known of a trained network. */
export interface NetworkFacts {
  /** Images that trained it. */
  readonly images: "all" | "weights";
  readonly stem: StemFacts;
  readonly data?: DataFacts;
  readonly genotype?: GenotypeFacts;
}

/** What is known of a table of trainings. */
export interface TableFacts {
  /** The tabular benchmark that it is of. */
  readonly benchmark: "nasbench101" | "nasbench201";
  readonly name: string;
  /** Epochs of its trainings, ascending. */
  readonly lengths: readonly number[];
}

/** What is known of a text: its size, taken to be that of the Penn Treebank where a user's files decide. */
export interface TextFacts {
  /** Tokens of its training part. */
  readonly train: number;
  /** Words of its vocabulary. */
  readonly words: number;
}

/** Facts by the kind of artifact. Stages that make such an artifact declare these or none. */
export interface FactsByKind {
  readonly "dataset-files": FilesFacts;
  readonly "dataset": DataFacts;
  readonly "test-dataset": DataFacts;
  readonly "supernet": SearchFacts;
  readonly "alphas": SearchFacts;
  readonly "genotype": GenotypeFacts;
  readonly "network": NetworkFacts;
  readonly "nasbench-table": TableFacts;
  readonly "text": TextFacts;
}

/** Facts about a single input of a kind; undefined if it is not wired or nothing is known. */
export function knownInput<K extends keyof FactsByKind>(
  inputs: KnownInputs,
  name: string,
  _kind: K,
): FactsByKind[K] | undefined {
  // The wiring has made sure of the kind.
  return inputs.input(name) as FactsByKind[K] | undefined;
}

/** The space that an instance has in a module of the user; undefined without one. */
export function ownSpaceFacts(
  { parts, modules }: KnownInputs,
): OwnSpaceFacts | undefined {
  const module = modules?.space;
  return module === undefined
    ? undefined
    : { module, space: parts?.space as SpacePart };
}
