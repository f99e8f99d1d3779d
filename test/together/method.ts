// The tests that `deno task test:method` runs.
import { runTogether } from "../support/run_together.ts";

await runTogether("method");
