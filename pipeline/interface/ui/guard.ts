import type { MiddlewareHandler } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { secureHeaders } from "hono/secure-headers";
import { equalSecrets } from "../../base/digest.ts";
import { isLoopbackHost } from "../../base/loopback.ts";

/** Headers of every response: the page loads only its own files, and no other page embeds it. */
export const pageHeaders: MiddlewareHandler = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'"],
    connectSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
  referrerPolicy: "no-referrer",
  xFrameOptions: "DENY",
  crossOriginResourcePolicy: "same-origin",
  crossOriginOpenerPolicy: "same-origin",
  strictTransportSecurity: false,
});

/**
 * Rejects requests that do not come from the user of this machine. A request must be `GET` to a loopback name (a web
 * page whose name was rebound to this machine has another name) and carry the token: in the address once, and then in a
 * cookie that other sites' requests do not carry and scripts cannot read.
 */
export function guard(token: string): MiddlewareHandler {
  // Cookies ignore ports, so each server has a cookie name of its own.
  const name = `sdarts_${crypto.randomUUID().slice(0, 8)}`;
  return async (context, next) => {
    const { req } = context;
    if (!isLoopbackHost(req.header("host") ?? "")) {
      return context.text("Expected a loopback address\n", 421);
    }
    if (req.method !== "GET") {
      return context.text("Expected GET\n", 405, { allow: "GET" });
    }
    const site = req.header("sec-fetch-site") ?? "none";
    const opened = req.header("sec-fetch-mode") === "navigate";
    if (!opened && site !== "none" && site !== "same-origin") {
      return context.text("Expected a request of the page itself\n", 403);
    }
    const asked = req.query("token");
    if (asked !== undefined && equalSecrets(asked, token)) {
      setCookie(context, name, token, {
        httpOnly: true,
        sameSite: "Strict",
        path: "/",
      });
    } else if (!equalSecrets(getCookie(context, name) ?? "", token)) {
      return context.text(
        "Expected the address that the command printed, with its token\n",
        401,
      );
    }
    context.header("Cache-Control", "no-store");
    await next();
  };
}
