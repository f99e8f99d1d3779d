// Faults that come from others: what stages leave behind, records of other versions, other projects on the cache.
import { sealedText } from "../../../pipeline/base/sealed_json.ts";
import { readTextIfThere } from "../../../pipeline/base/read_files.ts";
import { filesBelow } from "../stages/files_below.ts";
import type { Fault } from "./endurance.ts";
import { readEnded } from "./enduring_checkout.ts";
import { type EnduringUser, RUN } from "./enduring_user.ts";
import { READINGS } from "./read_results.ts";
import { strike } from "./strike.ts";

/** The faults of others. */
export type ForeignFault = Extract<
  Fault,
  | "leftovers"
  | "foreign record"
  | "newer record"
  | "gc of a neighbour"
  | "damaged output"
>;

/** The faults that others may do to a user; each counts itself where it took effect. */
export function foreignFaults(
  user: EnduringUser,
): Record<ForeignFault, () => Promise<void>> {
  return {
    leftovers: () => leftovers(user),
    "foreign record": () => foreignRecord(user),
    "newer record": () => newerRecord(user),
    "gc of a neighbour": () => neighboursGarbage(user),
    "damaged output": () => damagedOutput(user),
  };
}

/** What a stage leaves goes with it, or with the run after one that was killed. */
async function leftovers(user: EnduringUser): Promise<void> {
  const { checkout, random } = user;
  const mess = user.litter();
  const killed = random.below(3) === 0;
  if (killed) {
    user.operate();
    const struck = await strike(checkout.start(RUN), "scheduler", {
      random,
      within: user.length(),
    });
    user.look(checkout.ended(struck.ended), "a killed run");
  }
  await user.settle();
  user.hit("leftovers", `${mess}${killed ? " killed" : ""}`);
  const left = checkout.messy(mess);
  if (left.length > 0) user.wrong(`processes left behind: ${left}`);
}

const hex = ({ random }: EnduringUser) =>
  Array.from({ length: 8 }, () => random.uint32().toString(16).padStart(8, "0"))
    .join("");

/** Texts that are no record of a key. */
const NO_RECORDS = [
  () => "",
  () => "null",
  () => "[]",
  () => "\0\0\0\0",
  () => "[".repeat(100_000),
  (key: string) => `{"schema":1,"key":"${key}"}`,
  (key: string) => `{"schema":1,"key":"${key}","outputs":null}`,
  (key: string) =>
    `{"schema":1,"key":"${key}","instance":"a","outputs":{"o":5}}`,
  (key: string) =>
    `{"schema":1,"key":"${key}","instance":7,"outputs":{"o":{"type":"dir","entries":[null]}}}`,
  (key: string) =>
    sealedText({ schema: 1, key, outputs: { o: { type: "file", size: "1" } } }),
  (key: string) => sealedText({ schema: 0, key, instance: "a", outputs: {} }),
] as const;

/** A file that is no record, or that of another key, is complained of, removed by gc, and never used. */
async function foreignRecord(user: EnduringUser): Promise<void> {
  const { checkout, random, torn } = user;
  const { keys } = await user.command(...RUN);
  const other = keys[random.below(Math.max(1, keys.length))];
  if (other === undefined) return;
  const known = random.below(2) === 0;
  const key = known ? keys[random.below(keys.length)]! : hex(user);
  const path = `ac/${key}.json`;
  const text = random.below(3) === 0
    ? readTextIfThere(`${checkout.cache}/ac/${other}.json`) ?? ""
    : user.pick(NO_RECORDS)(key);
  if (known && key === other) return;
  torn.add(path);
  checkout.giveUp(path);
  Deno.writeTextFileSync(`${checkout.cache}/${path}`, text);
  user.hit("foreign record", `${known ? "known" : "new"} ${text.slice(0, 90)}`);
  for (let count = random.below(3); count > 0; count--) {
    await user.pick(READINGS).read(user, key);
  }
  await user.collect();
  if (known) return;
  if (readTextIfThere(`${checkout.cache}/${path}`) !== undefined) {
    user.wrong(`gc left ${path}`);
  }
  torn.delete(path);
}

/** A newer version's record of a needed key is refused, survives all commands, and what it names survives with it. */
async function newerRecord(user: EnduringUser): Promise<void> {
  const { checkout, random, torn } = user;
  const { code, keys } = await user.command(...RUN);
  if (code !== 0) return;
  checkout.take(keys, torn);
  const known = random.below(3) > 0;
  const key = known ? keys[random.below(keys.length)]! : hex(user);
  const path = `${checkout.cache}/ac/${key}.json`;
  const before = readTextIfThere(path);
  const { check: _, ...record } = JSON.parse(before ?? '{"outputs":{}}');
  const text = sealedText({
    schema: 2 + random.below(3),
    key,
    results: [record.outputs],
  });
  Deno.writeTextFileSync(path, text);
  checkout.foreign.set(`ac/${key}.json`, text);
  user.hit("newer record", known ? "known" : "new");
  if (known) {
    for (const args of [RUN, ["plan", "a.yaml"]]) {
      const { code, text } = await user.command(...args);
      if (code !== 2 || !text.includes("newer version")) {
        user.wrong(`${args[0]} of a newer record ended with ${code}: ${text}`);
      }
    }
  }
  const { text: found } = await user.command("verify");
  if (!/not \d+ results? of a newer version/.test(found)) {
    user.wrong(`verify passes over a newer record: ${found}`);
  }
  const gc = await user.command("gc", "--yes");
  if (gc.code !== 0) user.wrong(`gc ended with ${gc.code}: ${gc.text}`);
  checkout.keepOnly(keys);
  if (readTextIfThere(path) !== text) user.wrong(`a newer record is lost`);
  if (!known) return;
  checkout.foreign.delete(`ac/${key}.json`);
  Deno.writeTextFileSync(path, before!);
}

/** A neighbour's garbage collection, also beside a run, keeps what the last run here used. */
async function neighboursGarbage(user: EnduringUser): Promise<void> {
  const { checkout, random, torn } = user;
  const { neighbour } = checkout;
  const { code, keys } = await user.command(...RUN);
  if (code !== 0) return;
  checkout.take(keys, torn);
  neighbour.write(user.drawDag());
  const start = async (...args: string[]) => {
    user.operate();
    const output = await neighbour.start(args).output();
    return user.look(readEnded(output), `a neighbour's ${args[0]}`);
  };
  const theirs = await start(...RUN);
  // A run that starts before gc and ends after it finds what it needs too.
  const beside = random.below(2) === 0;
  if (beside) user.edit();
  checkout.keepOnly([...keys, ...theirs.keys]);
  const [gc, own] = await Promise.all([
    start("gc", "--keep", "1", "--yes"),
    beside ? user.command(...RUN) : undefined,
  ]);
  if (gc.code !== 0) user.wrong(`a neighbour's gc: ${gc.code} ${gc.text}`);
  if (own?.code === 0) checkout.take(own.keys, torn);
  else if (own !== undefined && torn.size === 0) {
    user.wrong(`a run beside gc ended with ${own.code}: ${own.text}`);
  }
  user.hit("gc of a neighbour", beside ? "beside a run" : "");
}

/** Damages one output of the last run, and reads it by several commands. */
async function damagedOutput(user: EnduringUser): Promise<void> {
  const { checkout, random, torn } = user;
  const { code, keys } = await user.command(...RUN);
  if (code !== 0) return;
  const key = keys[random.below(keys.length)]!;
  const text = readTextIfThere(`${checkout.cache}/ac/${key}.json`) ?? "";
  const blobs = filesBelow(`${checkout.cache}/cas`).filter((path) =>
    text.includes(path.slice(-64))
  );
  if (blobs.length === 0) return;
  const path = blobs[random.below(blobs.length)]!;
  const bytes = Deno.readFileSync(path);
  if (bytes.length === 0) return;
  const how = user.pick(["flip", "digit", "cut", "longer", "gone"]);
  const at = random.below(bytes.length);
  torn.add(path.slice(checkout.cache.length + 1));
  checkout.giveUp(path);
  Deno.chmodSync(path, 0o644);
  if (how === "gone") Deno.removeSync(path);
  else if (how === "cut") Deno.writeFileSync(path, bytes.subarray(0, at));
  else if (how === "longer") {
    Deno.writeFileSync(path, Uint8Array.of(...bytes, 48));
  } else {
    if (how === "flip") bytes[at]! ^= 1 << random.below(8);
    // Another number, which is as good as any to a reader of JSON.
    else bytes[at] = bytes[at] === 57 ? 56 : 57;
    Deno.writeFileSync(path, bytes);
  }
  user.hit("damaged output", `${path.slice(-64)} ${how}`);
  for (let count = 1 + random.below(3); count > 0; count--) {
    const { name, read } = user.pick(READINGS);
    user.note(`reads by ${name}`);
    await read(user, key);
  }
}
