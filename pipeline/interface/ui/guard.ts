import type { MiddlewareHandler } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { secureHeaders } from "hono/secure-headers";
import { equalSecrets } from "../../base/digest.ts";

const LOOPBACK = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/i;

/** Headers of every answer: the page loads nothing but its own files, and nobody else loads it. */
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
 * Lets through what the person at this machine asks for: `GET` to a loopback name (a page of the web whose name was
 * made to point here has another), with the token in the address once and then in a cookie that no other site's
 * request carries and no script sees.
 *
 * @param token The token.
 */
export function guard(token: string): MiddlewareHandler {
  // Cookies do not tell ports apart: each server has a name of its own.
  const name = `sdarts_${crypto.randomUUID().slice(0, 8)}`;
  return async (context, next) => {
    const { req } = context;
    if (!LOOPBACK.test(req.header("host") ?? "")) {
      return context.text("Expected a loopback address\n", 421);
    }
    if (req.method !== "GET") {
      return context.text("Expected GET\n", 405, { allow: "GET" });
    }
    const site = req.header("sec-fetch-site") ?? "none";
    const opened = req.header("sec-fetch-mode") === "navigate";
    if (!opened && site !== "none" && site !== "same-origin") {
      return context.text("Expected the page itself to ask\n", 403);
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
