import type { RunCommand } from "../command.ts";

/** `doctor`: says whether stages can use their native software on this machine, by the program of that name. */
export const doctor: RunCommand = async ({ flags }, { program, config }) => {
  const given = (["json", "install", "gpu"] as const).filter((name) =>
    flags[name]
  );
  const { code } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", "--config", config]
      .concat(`${program}/engine/doctor.ts`)
      .concat(given.map((name) => `--${name}`)),
    stdin: "null",
  }).spawn().status;
  return code;
};
