import { packTar } from "modern-tar";

import { BLOCK, padded } from "./tar_members.ts";

const END = 2 * BLOCK;

/** Writes files one after the other into an uncompressed tar archive. */
export interface TarWriter {
  /** Adds a file; its owner, mode and time are fixed, so equal files give equal bytes. */
  add(name: string, bytes: Uint8Array): Promise<void>;
  /** Writes the end and closes the file. */
  close(): Promise<void>;
}

/** Header and content of a file in the ustar format; a path that fits no such header gets an extended one before it. */
async function member(name: string, body: Uint8Array): Promise<Uint8Array> {
  const fixed = { mode: 0o644, uid: 0, gid: 0, uname: "", gname: "" };
  const header = { name, size: body.length, mtime: new Date(0), ...fixed };
  const archive = await packTar([{ header, body }]);
  return archive.subarray(0, -END);
}

/** Bytes that a file takes in an archive. */
export async function tarLength(name: string, size: number): Promise<number> {
  const short = /^[\x20-\x7e]{1,100}$/.test(name);
  const header = short ? BLOCK : (await member(name, new Uint8Array())).length;
  return header + padded(size);
}

/** Starts an archive at a path, or resumes one that holds whole files up to byte `start`. */
export async function createTar(path: string, start = 0): Promise<TarWriter> {
  const file = await Deno.open(path, { write: true, create: true });
  await file.truncate(start);
  await file.seek(start, Deno.SeekMode.Start);
  const write = async (bytes: Uint8Array) => {
    for (let at = 0; at < bytes.length;) {
      at += await file.write(bytes.subarray(at));
    }
  };
  return {
    add: async (name, bytes) => await write(await member(name, bytes)),
    async close() {
      await write(new Uint8Array(END));
      await file.sync();
      file.close();
    },
  };
}
