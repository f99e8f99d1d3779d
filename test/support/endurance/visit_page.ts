// The live page beside a cache with a damaged result.
import type {
  MetricsView,
  SeriesView,
} from "../../../pipeline/interface/ui/api.ts";
import { processLine } from "../pipeline/process_line.ts";
import type { EnduringUser } from "./enduring_user.ts";
import { model } from "./random_dag.ts";

/** Asks the live page for all that it has: no answer is an error, and no number is wrong. */
export async function visitPage(user: EnduringUser): Promise<void> {
  user.operate();
  const child = user.checkout.start(["ui", "a.yaml", "--json", "--port", "0"]);
  try {
    const { url } = JSON.parse(await processLine(child)) as { url: string };
    const { origin } = new URL(url);
    const first = await fetch(url);
    await first.body?.cancel();
    const cookie = first.headers.get("set-cookie")?.split(";", 1).join() ?? "";
    const ask = async <T>(path: string): Promise<T | undefined> => {
      const answer = await fetch(`${origin}${path}`, { headers: { cookie } });
      const text = await answer.text();
      if (answer.ok) return text === "" ? undefined : JSON.parse(text) as T;
      user.wrong(`the page answered ${path} with ${answer.status}: ${text}`);
      return undefined;
    };
    await ask("/api/state");
    await ask("/api/graph");
    await ask("/api/log?instance=shell");
    const { values } = model(user.project().dag, new Set());
    const list = await ask<MetricsView>("/api/metrics");
    for (const { stage, metrics } of list?.stages ?? []) {
      for (const { name } of metrics) {
        const query = new URLSearchParams({ stage, metric: name });
        const found = await ask<SeriesView[]>(`/api/series?${query}`) ?? [];
        for (const { instance, values: shown } of found) {
          const right = values.get(instance);
          if (right !== undefined && shown.some((value) => value !== right)) {
            user.wrong(`the page shows ${shown} of ${instance}, not ${right}`);
          }
        }
      }
    }
  } finally {
    child.kill("SIGINT");
    await Promise.all([child.stdout.cancel(), child.stderr.cancel()]);
    await child.status;
  }
}
