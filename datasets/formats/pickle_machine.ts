import { type PickleBytes, pickleBytes } from "./pickle_bytes.ts";
import {
  isContainer,
  isName,
  type PickleContainer,
  type PickleItem,
  pickleText,
} from "./pickle_values.ts";

/** Most dicts, lists, tuples and sets in each other. */
const DEEPEST = 32;
/** Most dicts, lists, tuples and sets of a pickle. */
const MOST_CONTAINERS = 1 << 17;
/** Most values that a pickle may refer to again. */
const MOST_REMEMBERED = 1 << 18;

/** Reads the bytes of a pickle, and holds the stack and the memo that its operations work on. */
export interface PickleMachine extends PickleBytes {
  push(item: PickleItem): void;
  pop(): PickleItem;
  top(): PickleItem;
  mark(): void;
  /** Everything above the last mark. */
  popMark(): PickleItem[];
  /** Pushes a new container. */
  open(container: PickleContainer): void;
  /** Makes sure that an item may be put into a container, which gets deeper by it. */
  contain(container: PickleContainer, item: PickleItem): void;
  /** Stores the top of the stack in the memo. */
  remember(key?: number): void;
  /** Pushes a value of the memo. */
  recall(key: number): void;
}

/**
 * Makes a machine for the bytes of a pickle.
 *
 * @param place Names the pickle in errors.
 */
export function pickleMachine(
  bytes: Uint8Array,
  place: string,
): PickleMachine {
  const source = pickleBytes(bytes, place);
  const { fail } = source;
  const stack: PickleItem[] = [];
  const marks: number[] = [];
  const memo = new Map<number, PickleItem>();
  const depths = new WeakMap<object, number>();
  let containers = 0;
  /** Lowest place of the stack that an operation may take from. */
  const floor = () => marks.at(-1) ?? 0;
  const need = () => {
    if (stack.length <= floor()) fail("a value on the stack", "none");
  };
  return {
    ...source,
    push: (item) => void stack.push(item),
    pop: () => {
      need();
      return stack.pop()!;
    },
    top: () => {
      need();
      return stack.at(-1)!;
    },
    mark: () => void marks.push(stack.length),
    popMark: () => {
      const from = marks.pop() ?? fail("a mark on the stack", "none");
      return stack.splice(from);
    },
    open: (container) => {
      if (++containers > MOST_CONTAINERS) {
        fail(
          `at most ${MOST_CONTAINERS} dicts, lists, tuples and sets`,
          "more",
        );
      }
      depths.set(container, 1);
      stack.push(container as PickleItem);
    },
    contain: (container, item) => {
      // Arguments of the names that are allowed are in tuples, which have no other use then.
      if (isName(item)) fail("data", pickleText(item));
      if (!isContainer(item)) return;
      const depth = (depths.get(item) ?? 1) + 1;
      if (depth > DEEPEST) {
        fail(`values nested at most ${DEEPEST} deep`, "more");
      }
      depths.set(container, Math.max(depth, depths.get(container) ?? 1));
    },
    remember: (key = memo.size) => {
      need();
      if (memo.size >= MOST_REMEMBERED) {
        fail(`at most ${MOST_REMEMBERED} values in the memo`, "more");
      }
      memo.set(key, stack.at(-1)!);
    },
    recall: (key) => {
      const item = memo.get(key);
      if (item === undefined) fail(`value ${key} of the memo`, "none");
      if (isContainer(item!)) {
        // A file of some bytes could hold itself, or lists of lists without end.
        fail(
          "each dict, list, tuple and set once",
          `${pickleText(item)} again`,
        );
      }
      stack.push(item!);
    },
  };
}
