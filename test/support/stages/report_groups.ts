import { gather } from "../../../stages/report/runs/gather.ts";
import {
  type Group,
  groupRuns,
} from "../../../stages/report/runs/group_runs.ts";
import { joinRuns } from "../../../stages/report/runs/join_runs.ts";
import { reportFolder } from "./report_context.ts";
import type { FixtureFiles } from "./report_fixture.ts";

/** Groups of the runs that the stage `report` finds in files. */
export async function reportGroups(files: FixtureFiles): Promise<Group[]> {
  await using folder = await reportFolder(files);
  return groupRuns(joinRuns(await gather(folder.context)));
}
