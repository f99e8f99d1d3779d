const encoder = new TextEncoder();

/** A cache without state: op and attribute names are few and never change. */
const cStrings = new Map<string, Uint8Array<ArrayBuffer>>();

/** NUL-terminated bytes of a string. */
export function cString(text: string): Uint8Array<ArrayBuffer> {
  let bytes = cStrings.get(text);
  if (bytes === undefined) {
    bytes = encoder.encode(text + "\0") as Uint8Array<ArrayBuffer>;
    if (cStrings.size < 4096) cStrings.set(text, bytes);
  }
  return bytes;
}
