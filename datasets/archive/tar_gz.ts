import { createTarDecoder } from "modern-tar";
import { fileRange } from "../../common/file_range.ts";
import {
  type Archive,
  type ArchiveMember,
  checkSizes,
  unpackedLimit,
} from "./archive.ts";
import { distinctNames, memberName } from "./member_name.ts";

const IGNORED: readonly string[] = [
  "directory",
  "pax-header",
  "pax-global-header",
];

interface Entry {
  readonly header: {
    readonly name: string;
    readonly size: number;
    readonly type?: string;
  };
  readonly body: ReadableStream<Uint8Array>;
}

// modern-tar 0.8.6 hangs after a cancelled body, so skipped content is read
const skip = (body: ReadableStream<Uint8Array>) =>
  body.pipeTo(new WritableStream());

const isFile = ({ header }: Entry) => (header.type ?? "file") === "file";

/** Ends a stream with an error after some bytes, whatever they are: headers, padding and folders with contents count too. */
function atMost(
  limit: number,
  path: string,
): TransformStream<Uint8Array, Uint8Array<ArrayBuffer>> {
  let sum = 0;
  return new TransformStream({
    transform: (chunk, controller) => {
      sum += chunk.length;
      if (sum > limit) {
        throw new RangeError(
          `Expected at most ${limit} bytes in an archive but found more in ${path}`,
        );
      }
      controller.enqueue(chunk as Uint8Array<ArrayBuffer>);
    },
  });
}

/** Converts an error of a pass to one that callers know. */
function passError(error: unknown, path: string): Error {
  return error instanceof SyntaxError || error instanceof RangeError
    ? error
    : new SyntaxError(
      `Expected a whole tar.gz archive but found a damaged one in ${path}`,
      { cause: error },
    );
}

/**
 * Opens a `.tar.gz`: one pass reads and checks the names, another reads the chosen files.
 *
 * @throws {SyntaxError} If the archive is damaged; {RangeError} if it holds links, files outside of it, a name twice,
 * or more bytes than any data set.
 */
export async function openTarGz(path: string): Promise<Archive> {
  const { size } = await Deno.stat(path);
  const pass = (): ReadableStream<Entry> =>
    fileRange(path, 0, size)
      .pipeThrough(new DecompressionStream("gzip"))
      .pipeThrough(atMost(2 * unpackedLimit(size), path))
      .pipeThrough(createTarDecoder({ strict: true }));
  const members: ArchiveMember[] = [];
  const once = distinctNames(path);
  let sum = 0;
  try {
    for await (const entry of pass()) {
      const { header, body } = entry;
      if (isFile(entry)) {
        const name = memberName(header.name, path);
        once(name);
        sum += header.size;
        checkSizes({ member: header.size, sum }, {
          packed: size,
          place: `${name} of ${path}`,
        });
        members.push({ name, size: header.size });
      } else if (!IGNORED.includes(header.type ?? "")) {
        throw new RangeError(
          `Expected files and folders but found a ${header.type} ${
            JSON.stringify(header.name)
          } in ${path}`,
        );
      }
      await skip(body);
    }
  } catch (error) {
    throw passError(error, path);
  }
  return {
    path,
    members,
    async *read(positions) {
      let next = 0;
      let index = 0;
      if (positions.length === 0) return;
      try {
        for await (const entry of pass()) {
          if (!isFile(entry) || index++ !== positions[next]) {
            await skip(entry.body);
            continue;
          }
          const bytes = new Uint8Array(
            await new Response(entry.body).arrayBuffer(),
          );
          yield { ...members[index - 1]!, bytes };
          if (++next === positions.length) return;
        }
      } catch (error) {
        throw passError(error, path);
      }
    },
  };
}
