import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { noise } from "../../test/support/data/make_wheel.ts";
import { tempFolder } from "../../test/support/temp_folder.ts";
import { gunzip } from "./gunzip.ts";

const joined = (...parts: readonly Uint8Array[]) =>
  new Uint8Array(parts.flatMap((part) => [...part]));
const gzip = (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes));

async function unpack(bytes: Uint8Array, most = 1e6): Promise<Uint8Array> {
  using folder = tempFolder();
  const path = join(folder.path, "x.gz");
  await Deno.writeFile(path, bytes);
  const options = { size: bytes.length, most };
  return joined(...await Array.fromAsync(gunzip(path, options)));
}

Deno.test("gunzip() reads all members, whatever their headers have, and zeros behind them", async () => {
  const first = noise(700, 1);
  const second = noise(90_000, 2);
  // an extra field, a name, a comment and a checksum of the header, all of which gzip may write
  const plain = gzip(second);
  const fields = Uint8Array.of(2, 0, 7, 7, 0x61, 0, 0x62, 0);
  const head = plain.slice(0, 10);
  head[3] = 4 | 8 | 16;
  for (
    const bytes of [
      joined(gzip(first), plain),
      joined(
        gzip(first),
        gzip(new Uint8Array()),
        head,
        fields,
        plain.subarray(10),
      ),
      joined(gzip(first), plain, new Uint8Array(1000)),
    ]
  ) assertEquals(await unpack(bytes), joined(first, second));
});

Deno.test("gunzip() refuses a file that is cut off or damaged in any member, and one that unpacks to too much", async () => {
  const whole = joined(gzip(noise(40, 1)), gzip(noise(50, 2)));
  const border = gzip(noise(40, 1)).length;
  for (let end = 1; end < whole.length; end++) {
    if (end === border) continue;
    await assertRejects(() => unpack(whole.subarray(0, end)), SyntaxError);
  }
  for (const at of [border - 6, border + 20, whole.length - 6]) {
    const spoilt = whole.slice();
    spoilt[at]! ^= 1;
    await assertRejects(() => unpack(spoilt), SyntaxError, "a damaged one");
  }
  const error = await assertRejects(() =>
    unpack(joined(whole, Uint8Array.of(9, 9, 9)))
  );
  assert((error as Error).message.startsWith("Expected a further gzip member"));
  await assertRejects(() => unpack(whole, 89), RangeError, "at most 89 bytes");
});
