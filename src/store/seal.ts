import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** Encrypts what must not lie about readable, and hashes what must be found again without being readable. */
export interface Sealer {
  /** AES-256-GCM: version byte, 12-byte nonce, 16-byte tag, ciphertext. */
  seal(text: string): Uint8Array<ArrayBuffer>;
  /** Throws when the key is not the one it was sealed with, or the bytes were changed. */
  open(sealed: Uint8Array): string;
  /** A keyed hash, 32 hex digits. */
  digest(text: string): string;
}

const VERSION = 1;

/** `key`: 32 bytes. The two uses get keys of their own, derived from it. */
export function createSealer(key: Uint8Array): Sealer {
  if (key.length !== 32) throw new RangeError(`the data key must have 32 bytes, not ${key.length}`);
  const cipherKey = Buffer.from(hkdfSync('sha256', key, '', 'cuncunbao seal', 32));
  const hashKey = Buffer.from(hkdfSync('sha256', key, '', 'cuncunbao digest', 32));
  return {
    seal(text) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', cipherKey, nonce);
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Uint8Array.from(Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), body]));
    },
    open(sealed) {
      const bytes = Buffer.from(sealed);
      if (bytes[0] !== VERSION) throw new RangeError(`sealed with an unknown version: ${String(bytes[0])}`);
      const decipher = createDecipheriv('aes-256-gcm', cipherKey, bytes.subarray(1, 13));
      decipher.setAuthTag(bytes.subarray(13, 29));
      return Buffer.concat([decipher.update(bytes.subarray(29)), decipher.final()]).toString('utf8');
    },
    digest(text) {
      return createHmac('sha256', hashKey).update(text).digest('hex').slice(0, 32);
    },
  };
}
