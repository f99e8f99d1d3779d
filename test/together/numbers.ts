// The tests that `deno task test:numbers` runs.
import { runTogether } from "../support/run_together.ts";

await runTogether("numbers");
