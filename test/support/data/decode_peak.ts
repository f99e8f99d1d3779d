// Decodes an image and prints the peak memory of this process in MiB.
import { decodeImage } from "../../../datasets/formats/decode_image.ts";

const [path] = Deno.args;
await decodeImage(await Deno.readFile(path!), path!);
const status = Deno.readTextFileSync("/proc/self/status");
console.log(Number(/VmHWM:\s+(\d+)/.exec(status)![1]) / 1024);
