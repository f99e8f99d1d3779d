import { Buffer } from "node:buffer";

/** Variable with the login of one host: `HOST=USER:PASSWORD`, where the host may have a port. */
export const LOGIN = "SDARTS_DOWNLOAD_LOGIN";

/**
 * `Authorization` header for an address; empty for all hosts but that of the variable {@linkcode LOGIN}.
 *
 * @param login Value of the variable.
 */
export function loginFor(
  url: string,
  login: string | undefined,
): { authorization?: string } {
  const host = `${new URL(url).host}=`;
  if (login === undefined || !login.startsWith(host)) return {};
  const secret = Buffer.from(login.slice(host.length)).toString("base64");
  return { authorization: `Basic ${secret}` };
}
