import { createTarDecoder } from "modern-tar";
import { fileRange } from "../file_range.ts";
import { type Archive, type ArchiveMember, checkSizes } from "./archive.ts";
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

async function* entriesOf(
  path: string,
  options: { readonly size: number; readonly gzip: boolean },
): AsyncGenerator<Entry> {
  const { size, gzip } = options;
  const raw = fileRange(path, 0, size);
  const bytes = gzip ? raw.pipeThrough(new DecompressionStream("gzip")) : raw;
  try {
    yield* bytes.pipeThrough(createTarDecoder({ strict: true }));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) {
      throw error;
    }
    throw new SyntaxError(
      `Expected a whole ${
        gzip ? "tar.gz" : "tar"
      } archive but found a damaged one in ${path}`,
      { cause: error },
    );
  }
}

// modern-tar 0.8.6 never goes on after a cancelled body, so what is not wanted is read too.
const skip = (body: ReadableStream<Uint8Array>) =>
  body.pipeTo(new WritableStream());

/**
 * Opens a `.tar` or `.tar.gz`: one pass reads and checks the names, another one reads what is wanted.
 *
 * @throws {SyntaxError} If the archive is damaged; {RangeError} If it holds links, files outside of it, a name twice,
 * or more bytes than any data set.
 */
export async function openTar(
  path: string,
  options: { readonly gzip: boolean },
): Promise<Archive> {
  const { size } = await Deno.stat(path);
  const pass = () => entriesOf(path, { size, ...options });
  const members: ArchiveMember[] = [];
  const once = distinctNames(path);
  let sum = 0;
  for await (const { header, body } of pass()) {
    const { type = "file" } = header;
    if (type === "file") {
      const name = memberName(header.name, path);
      once(name);
      sum += header.size;
      checkSizes({ member: header.size, sum }, {
        packed: size,
        place: `${name} of ${path}`,
      });
      members.push({ name, size: header.size });
    } else if (!IGNORED.includes(type)) {
      throw new RangeError(
        `Expected files and folders but found a ${type} ${
          JSON.stringify(header.name)
        } in ${path}`,
      );
    }
    await skip(body);
  }
  return {
    path,
    members,
    async *read(positions) {
      let next = 0;
      let index = 0;
      if (positions.length === 0) return;
      for await (const { header, body } of pass()) {
        if ((header.type ?? "file") !== "file") {
          await skip(body);
          continue;
        }
        if (index++ !== positions[next]) {
          await skip(body);
          continue;
        }
        const bytes = new Uint8Array(await new Response(body).arrayBuffer());
        yield { ...members[index - 1]!, bytes };
        if (++next === positions.length) return;
      }
    },
  };
}
