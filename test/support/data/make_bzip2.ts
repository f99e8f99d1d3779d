// Packs bytes as bzip2, in small blocks that are sorted naively.

/** Bytes of a block before its runs are shortened. */
const PIECE = 500;
/** A choice of codes is for so many symbols. */
const GROUP = 50;

/** Writes bits, the most significant of each byte first. */
function bitWriter() {
  const bytes: number[] = [];
  let held = 0;
  let buffer = 0;
  return {
    put: (count: number, value: number) => {
      for (let bit = count - 1; bit >= 0; bit--) {
        buffer = buffer << 1 | value >>> bit & 1;
        if (++held === 8) {
          bytes.push(buffer);
          [held, buffer] = [0, 0];
        }
      }
    },
    bytes: () => {
      const rest = held === 0 ? [] : [buffer << 8 - held];
      return Uint8Array.from([...bytes, ...rest]);
    },
  };
}

function crcOf(piece: Uint8Array): number {
  let crc = -1;
  for (const byte of piece) {
    crc ^= byte << 24;
    for (let bit = 0; bit < 8; bit++) {
      crc = crc << 1 ^ (crc < 0 ? 0x04c11db7 : 0);
    }
  }
  return ~crc >>> 0;
}

/** Puts the number of further equal bytes behind each four. */
function shortenRuns(piece: Uint8Array): number[] {
  const out: number[] = [];
  for (let at = 0; at < piece.length;) {
    let run = 1;
    while (run < 255 && piece[at + run] === piece[at]) run++;
    for (let n = 0; n < Math.min(run, 4); n++) out.push(piece[at]!);
    if (run >= 4) out.push(run - 4);
    at += run;
  }
  return out;
}

/** Last column of the sorted rotations, and the row of the block itself. */
function sortRotations(block: readonly number[]) {
  const size = block.length;
  const twice = Uint8Array.from([...block, ...block]);
  const rows = Array.from({ length: size }, (_, row) => row).sort((a, b) => {
    for (let n = 0; n < size; n++) {
      const difference = twice[a + n]! - twice[b + n]!;
      if (difference !== 0) return difference;
    }
    return a - b;
  });
  return {
    column: rows.map((row) => block[(row + size - 1) % size]!),
    origin: rows.indexOf(0),
  };
}

/** Symbols of a column: digits of runs, places of bytes among the recent ones, and the end. */
function symbolsOf(column: readonly number[], known: readonly number[]) {
  const recent = [...known];
  const symbols: number[] = [];
  let run = 0;
  const flush = () => {
    for (; run > 0; run = run - 1 >> 1) symbols.push(run % 2 === 1 ? 0 : 1);
    run = 0;
  };
  for (const byte of column) {
    const rank = recent.indexOf(byte);
    if (rank === 0) {
      run++;
      continue;
    }
    flush();
    symbols.push(rank + 1);
    recent.splice(rank, 1);
    recent.unshift(byte);
  }
  flush();
  return [...symbols, known.length + 1];
}

/** Bytes as bzip2. */
export function makeBzip2(content: Uint8Array): Uint8Array<ArrayBuffer> {
  const { put, bytes } = bitWriter();
  for (const letter of "BZh1") put(8, letter.charCodeAt(0));
  let sum = 0;
  for (let at = 0; at < content.length; at += PIECE) {
    const piece = content.subarray(at, at + PIECE);
    const crc = crcOf(piece);
    sum = ((sum << 1 | sum >>> 31) ^ crc) >>> 0;
    const { column, origin } = sortRotations(shortenRuns(piece));
    const known = [...new Set(column)].sort((a, b) => a - b);
    const symbols = symbolsOf(column, known);
    put(24, 0x314159);
    put(24, 0x265359);
    put(32, crc);
    put(1, 0);
    put(24, origin);
    const ranges = Array.from(
      { length: 16 },
      (_, range) => known.filter((byte) => byte >> 4 === range),
    );
    for (const range of ranges) put(1, Number(range.length > 0));
    for (const range of ranges) {
      if (range.length === 0) continue;
      for (let n = 0; n < 16; n++) {
        put(1, Number(range.some((byte) => (byte & 15) === n)));
      }
    }
    put(3, 2);
    const groups = Math.ceil(symbols.length / GROUP);
    put(15, groups);
    put(groups, 0);
    const width = Math.ceil(Math.log2(known.length + 2));
    for (let code = 0; code < 2; code++) {
      put(5, width);
      put(known.length + 2, 0);
    }
    for (const symbol of symbols) put(width, symbol);
  }
  put(24, 0x177245);
  put(24, 0x385090);
  put(32, sum);
  return bytes();
}
