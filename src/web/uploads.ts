import { createReadStream } from 'node:fs';
import { mkdir, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Hono } from 'hono';
import { z } from 'zod';
import { AppError } from '../core/errors.js';
import { newId } from '../core/ids.js';
import { limitBody, readQuery } from './body.js';

export const UPLOAD_LIMIT = 5 * 1024 * 1024;
/** The only addresses of pictures in the local groups: `<uploadsDir>/<last part>` is the file. */
export const UPLOAD_URL = /^\/api\/local\/uploads\/[0-9a-f-]{36}\.(png|jpg|gif|webp)$/;

const TYPES: Record<string, string> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
};
const query = z.object({ name: z.string().max(200, 'at most 200 characters').default('') });

/** Pictures for the local groups: the body of the POST is the file, `?name=` what it was called. */
export function uploads(dir: string): Hono {
  return new Hono()
    .post('/', limitBody(UPLOAD_LIMIT, 'the picture'), async (c) => {
      const { name } = readQuery(c, query);
      const bytes = Buffer.from(await c.req.arrayBuffer());
      const kind = kindOf(bytes);
      if (!kind) throw new AppError('unsupported-type', 'not a picture: PNG, JPEG, GIF and WebP are taken');
      const file = `${newId()}.${kind}`;
      await mkdir(dir, { recursive: true, mode: 0o700 });
      // Under its final name only once it is whole.
      await writeFile(join(dir, `${file}.part`), bytes, { mode: 0o600 });
      await rename(join(dir, `${file}.part`), join(dir, file));
      return c.json({ name: name || file, type: TYPES[kind]!, url: `/api/local/uploads/${file}` }, 201);
    })
    .get('/:file', async (c) => {
      const file = c.req.param('file');
      const path = join(dir, file);
      const size = UPLOAD_URL.test(`/api/local/uploads/${file}`) ? await sizeOf(path) : undefined;
      if (size === undefined) throw new AppError('unknown-file', `there is no picture ${file}`);
      return c.body(Readable.toWeb(createReadStream(path)) as ReadableStream, 200, {
        'Content-Type': TYPES[file.slice(file.lastIndexOf('.') + 1)]!,
        'Content-Length': String(size),
        'Cache-Control': 'private, max-age=31536000, immutable',
      });
    });
}

/** By its first bytes: what the sender calls the file proves nothing. */
function kindOf(bytes: Buffer): 'png' | 'jpg' | 'gif' | 'webp' | undefined {
  const head = bytes.subarray(0, 12).toString('latin1');
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (head.startsWith('\xff\xd8\xff')) return 'jpg';
  if (/^GIF8[79]a/.test(head)) return 'gif';
  if (head.startsWith('RIFF') && head.slice(8) === 'WEBP') return 'webp';
  return undefined;
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch {
    return undefined;
  }
}
