// Every command that reads results, and what it may say where one of them is damaged.
import { sha256 } from "../../../pipeline/base/digest.ts";
import { readTextIfThere } from "../../../pipeline/base/read_files.ts";
import { removeIfThere } from "../../../pipeline/base/write_atomic.ts";
import { filesBelow } from "../stages/files_below.ts";
import { readEnded } from "./enduring_checkout.ts";
import { type EnduringUser, RUN } from "./enduring_user.ts";
import { model } from "./random_dag.ts";
import { visitPage } from "./visit_page.ts";

/** Commands that only have to end with one of these codes. */
const PLAIN: readonly (readonly [codes: readonly number[], ...string[]])[] = [
  [[0, 4], "verify"],
  [[0], "du"],
  [[0], "log"],
  [[0, 2], "log", "shell"],
  [[0, 2, 4], "diff", "last~1", "last"],
  [[0, 4], "explain", "shell", "a.yaml"],
  [[0, 1, 4], "lock", "a.yaml"],
  [[0], "status", "a.yaml"],
  [[0], "plan", "a.yaml"],
  [[0], "graph", "a.yaml"],
  [[0], "tag", "kept"],
  // 2: no numbers are left where they all had the content that is damaged.
  [[0, 2, 4], "export", "tensorboard", "a.yaml", "--to", "events"],
  [[0, 2, 4], "export", "parquet", "a.yaml", "--to", "table"],
];

/** One reading. */
export interface Reading {
  readonly name: string;
  /** @param key A result, one of whose files may be damaged. */
  readonly read: (user: EnduringUser, key: string) => Promise<void>;
}

/** All readings. */
export const READINGS: readonly Reading[] = [
  ...PLAIN.map(([codes, ...args]): Reading => ({
    name: args.slice(0, 2).join(" "),
    read: async (user) => {
      await expectCode(user, codes, ...args);
    },
  })),
  { name: "run", read: (user) => user.settle() },
  { name: "publish", read: publish },
  { name: "checkout", read: checkOut },
  { name: "export csv", read: exportNumbers },
  { name: "report", read: report },
  { name: "ui", read: visitPage },
];

async function expectCode(
  user: EnduringUser,
  codes: readonly number[],
  ...args: string[]
): Promise<number> {
  const { code, text } = await user.command(...args);
  if (!codes.includes(code ?? -1)) {
    user.wrong(`${args.join(" ")} ended with ${code}: ${text}`);
  }
  return code ?? -1;
}

/** Published files are made anew, in one run where nothing else is damaged. */
async function publish(user: EnduringUser): Promise<void> {
  const { checkout, torn } = user;
  removeIfThere(`${checkout.folder}/results`);
  if (torn.size > 1) return await user.settle();
  const { code, text } = await user.command(...RUN);
  if (code !== 0) user.wrong(`publishing ended with ${code}: ${text}`);
  const found = checkout.wrong(user.project());
  if (found !== undefined) user.wrong(found);
}

/** What is checked out has the digests that the record names. */
async function checkOut(user: EnduringUser, key: string): Promise<void> {
  const { checkout } = user;
  const target = `${checkout.folder}/out`;
  removeIfThere(target);
  const code = await expectCode(
    user,
    [0, 2, 4],
    "checkout",
    key,
    "--to",
    "out",
  );
  const record = readTextIfThere(`${checkout.cache}/ac/${key}.json`) ?? "";
  for (const path of filesBelow(target)) {
    const found = sha256(Deno.readFileSync(path));
    if (!record.includes(found)) {
      user.wrong(
        `checkout ended with ${code} and wrote other bytes to ${path}`,
      );
    }
  }
}

/** Exported numbers are those of the model. */
async function exportNumbers(user: EnduringUser): Promise<void> {
  const path = `${user.checkout.folder}/table/metrics.csv`;
  removeIfThere(path);
  const args = ["export", "csv", "a.yaml", "--to", "table"];
  await expectCode(user, [0, 2, 4], ...args);
  const { values } = model(user.project().dag, new Set());
  for (const line of readTextIfThere(path)?.trim().split("\n").slice(1) ?? []) {
    const cells = line.split(",");
    const right = values.get(cells[2]!);
    if (right !== undefined && Number(cells.at(-1)) !== right) {
      user.wrong(`export wrote ${line}, not ${right}`);
    }
  }
}

/** The neighbour's report, one of whose files is damaged too, is always of the same bytes. */
async function report(user: EnduringUser): Promise<void> {
  const { neighbour, cache } = user.checkout;
  const page = `${neighbour.folder}/results/page/report.html`;
  const first = `${neighbour.folder}/first.html`;
  for (const again of [false, true]) {
    if (again) {
      const digest = sha256(
        Deno.readFileSync(`${neighbour.folder}/numbers.json`),
      );
      const blob = `${cache}/cas/sha256/${digest.slice(0, 2)}/${digest}`;
      flip(blob, user);
      removeIfThere(page);
    }
    user.operate();
    const output = await neighbour.start([
      "run",
      "report.yaml",
      "--json",
      ...again ? ["--set", `page.title="Report ${user.random.below(3)}"`] : [],
    ]).output();
    const { code, text } = user.look(readEnded(output), "a report");
    if (code !== 0 && user.torn.size < 2) {
      user.wrong(`a report ended with ${code}: ${text}`);
    }
    if (again || code !== 0) continue;
    const html = Deno.readTextFileSync(page);
    const known = readTextIfThere(first);
    if (known === undefined) Deno.writeTextFileSync(first, html);
    else if (known !== html) user.wrong("another report of equal inputs");
  }
}

/** Flips one bit of a blob; nothing else of it changes. */
function flip(path: string, { random }: EnduringUser): void {
  let bytes: Uint8Array;
  try {
    bytes = Deno.readFileSync(path);
  } catch {
    return;
  }
  bytes[random.below(bytes.length)]! ^= 1 << random.below(8);
  Deno.chmodSync(path, 0o644);
  Deno.writeFileSync(path, bytes);
  Deno.chmodSync(path, 0o444);
}
