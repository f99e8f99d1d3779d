/**
 * True for a `Host` header with a name of this machine. A web page whose own name was made to point here has another, so
 * a server without a secret refuses it.
 */
export function isLoopbackHost(host: string): boolean {
  return /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/i.test(host);
}
