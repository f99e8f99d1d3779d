const PIECE = 1 << 18;

/** Streams the bytes `start` to `end` of a file; the file is open only while it is read. */
export function fileRange(
  path: string,
  start: number,
  end: number,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let file: Deno.FsFile | undefined;
  let at = start;
  const close = () => {
    file?.close();
    file = undefined;
  };
  return new ReadableStream({
    async pull(controller) {
      try {
        if (at >= end) {
          close();
          controller.close();
          return;
        }
        if (file === undefined) {
          file = await Deno.open(path, { read: true });
          await file.seek(start, Deno.SeekMode.Start);
        }
        const piece = new Uint8Array(Math.min(PIECE, end - at));
        const count = await file.read(piece);
        if (count === null) {
          throw new SyntaxError(
            `Expected ${
              end - at
            } more bytes but found the end at byte ${at} of ${path}`,
          );
        }
        at += count;
        controller.enqueue(piece.subarray(0, count));
      } catch (error) {
        close();
        throw error;
      }
    },
    cancel: close,
  }, { highWaterMark: 0 });
}
