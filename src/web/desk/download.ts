import type { Context } from 'hono';

export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** A file to be saved; pictures are shown. Never kept by the browser: what one may see can change. */
export function download(
  c: Context,
  name: string,
  type: string,
  body: Uint8Array | ReadableStream<Uint8Array>,
): Response {
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (x) => `%${x.charCodeAt(0).toString(16)}`);
  const shown = type.startsWith('image/');
  return c.body(body instanceof Uint8Array ? Buffer.from(body) : body, 200, {
    'Content-Type': type,
    'Content-Disposition': `${shown ? 'inline' : 'attachment'}; filename*=UTF-8''${encoded}`,
    'Cache-Control': 'no-store',
  });
}
