// The tests that `deno task test:engine` runs.
import { runTogether } from "../support/run_together.ts";

await runTogether("engine");
