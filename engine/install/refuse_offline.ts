import { doctorCommand } from "../library/doctor_command.ts";
import type { Host } from "../library/host.ts";
import { LibraryError } from "../library/library_error.ts";

/**
 * Refuses a download where `SDARTS_OFFLINE` forbids the network, and says what to copy.
 *
 * @param missing Name of the download, the flags with which the doctor gets it, and its folders.
 * @throws {LibraryError} When the variable is set.
 */
export function refuseOffline(
  host: Host,
  missing: {
    readonly what: string;
    readonly flags: string;
    readonly folders: readonly string[];
  },
): void {
  const value = host.env("SDARTS_OFFLINE") ?? "";
  if (value === "" || value === "0") return;
  const { what, flags, folders } = missing;
  throw new LibraryError(
    "offline",
    `Cannot download ${what}, as SDARTS_OFFLINE is set: run ${
      doctorCommand(flags)
    } on a ${host.os} ${host.arch} machine with a network and copy ${
      folders.join(" and ")
    } from there, or set SDARTS_LIBTENSORFLOW to a libtensorflow of your own`,
  );
}
