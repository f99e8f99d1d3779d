import { Buffer } from "node:buffer";
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from "node:crypto";
import { z } from "zod";
import { usageError } from "../../base/pipeline_error.ts";

/** A public key of a trust list: `ed25519:` and the raw 32 bytes in base64. */
export type PublicKeyText = string;

/** A private key that signs records. */
export interface Signer {
  /** The key that verifies its signatures. */
  readonly publicKey: PublicKeyText;
  sign(text: string): string;
}

/** A record of a shared cache, with its signature. */
export const SIGNED_RECORD = z.strictObject({
  schema: z.literal(1),
  /** JSON text of the action record; the signature is over these very bytes. */
  record: z.string(),
  /** Public key that verifies the signature. */
  signer: z.string(),
  /** Ed25519 signature, base64. */
  signature: z.string(),
});

export type SignedRecord = Readonly<z.infer<typeof SIGNED_RECORD>>;

/** Prefix of signed text, so that the signature is not valid for other kinds of text. */
const PURPOSE = "sdarts action record 1\n";

/** DER of every raw Ed25519 public key starts with these bytes (RFC 8410, section 4). */
const DER_HEAD = Buffer.from("302a300506032b6570032100", "hex");

/** True for text that is a public key. */
export function isPublicKey(text: string): boolean {
  return /^ed25519:[A-Za-z0-9+/]{43}=$/.test(text);
}

/** Makes a key pair: the private key as PEM, the public one as text. */
export function newKeyPair(): { privatePem: string; publicKey: PublicKeyText } {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  return {
    privatePem: privateKey.export({ type: "pkcs8", format: "pem" }) as string,
    publicKey: publicKeyText(publicKey),
  };
}

/**
 * Reads a private key.
 *
 * Throws a `PipelineError` of kind `usage` that names the file, never its content.
 */
export function readSigner(path: string): Signer {
  let key: KeyObject;
  try {
    key = createPrivateKey(Deno.readTextFileSync(path));
    if (key.asymmetricKeyType !== "ed25519") throw new TypeError();
  } catch {
    throw usageError(
      `${path} is not an Ed25519 private key (PEM, made by \`cache keygen\`)`,
    );
  }
  return {
    publicKey: publicKeyText(createPublicKey(key)),
    sign: (text) =>
      sign(null, Buffer.from(PURPOSE + text), key).toString("base64"),
  };
}

/** Signs the text of a record. */
export function signRecord(record: string, signer: Signer): SignedRecord {
  return {
    schema: 1,
    record,
    signer: signer.publicKey,
    signature: signer.sign(record),
  };
}

/** True if a trusted key signed these bytes. */
export function isTrusted(
  signed: SignedRecord,
  trusted: ReadonlySet<PublicKeyText>,
): boolean {
  if (!trusted.has(signed.signer) || !isPublicKey(signed.signer)) return false;
  const raw = Buffer.from(signed.signer.slice("ed25519:".length), "base64");
  const key = createPublicKey({
    key: Buffer.concat([DER_HEAD, raw]),
    format: "der",
    type: "spki",
  });
  const signature = Buffer.from(signed.signature, "base64");
  return signature.length === 64 &&
    verify(null, Buffer.from(PURPOSE + signed.record), key, signature);
}

function publicKeyText(key: KeyObject): PublicKeyText {
  const der = key.export({ type: "spki", format: "der" });
  return `ed25519:${der.subarray(DER_HEAD.length).toString("base64")}`;
}
