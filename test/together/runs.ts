// The tests that `deno task test:runs` runs.
import { runTogether } from "../support/run_together.ts";

await runTogether("runs");
