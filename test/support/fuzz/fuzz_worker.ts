// Fuzzes one parser in a process of its own, whose memory is that of the parser: NAME COUNT SEED.
import { tempFolder } from "../temp_folder.ts";
import { allParsers } from "./all_parsers.ts";
import { fuzzParser } from "./fuzz_parser.ts";

const [name = "", count = "", seed = ""] = Deno.args;
using folder = tempFolder();
await using all = await allParsers(folder.path);
const parser = all.parsers[name];
if (parser === undefined) {
  throw new TypeError(`Expected a parser but found ${name}`);
}
const before = Deno.memoryUsage().rss;
const counts = await fuzzParser(name, parser, {
  count: Number(count),
  seed: Number(seed),
});
const peak = /VmHWM:\s*(\d+) kB/.exec(
  Deno.readTextFileSync("/proc/self/status"),
)?.[1];
console.log(JSON.stringify({ ...counts, before, peak: 1024 * Number(peak) }));
