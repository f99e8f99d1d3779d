/// <reference lib="deno.worker" />
// Thread of `hashFiles()`: digests the files it is sent.
import { tryDigest } from "./digest.ts";

self.onmessage = ({ data }: MessageEvent<readonly string[]>) => {
  self.postMessage(data.map(tryDigest));
};
