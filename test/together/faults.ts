// The tests that `deno task test:faults` runs.
import { runTogether } from "../support/run_together.ts";

await runTogether("faults");
