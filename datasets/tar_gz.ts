import { createTarDecoder } from "modern-tar";

/** A file of an archive. */
export interface TarFile {
  /** Path inside the archive. */
  readonly name: string;
  /** Content. */
  readonly bytes: Uint8Array;
}

/**
 * Reads the wanted files of a `.tar.gz`, one after the other.
 *
 * @throws {SyntaxError} When the archive is damaged.
 */
export async function* readTarGz(
  path: string,
  wanted: (name: string) => boolean,
): AsyncGenerator<TarFile> {
  const file = await Deno.open(path, { read: true });
  const entries = file.readable
    .pipeThrough(new DecompressionStream("gzip"))
    .pipeThrough(createTarDecoder({ strict: true }));
  try {
    for await (const { header, body } of entries) {
      if (header.type === "file" && wanted(header.name)) {
        yield {
          name: header.name,
          bytes: new Uint8Array(await new Response(body).arrayBuffer()),
        };
      } else {
        // modern-tar 0.8.6 never goes on after a cancelled body, so what is not wanted is read too.
        await body.pipeTo(new WritableStream());
      }
    }
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) {
      throw error;
    }
    throw new SyntaxError(
      `Expected a whole tar.gz archive but found a damaged one in ${path}`,
      { cause: error },
    );
  }
}
