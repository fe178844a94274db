import { Hono } from 'hono';
import { AppError } from '../core/errors.js';
import type { LocalNetwork } from '../chat/local/network.js';

/** Shown in the page; everything else is offered for saving, whatever it says it is. */
const SHOWN = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];

/** Files that the bot sent into the local groups: found by what is in them, so they never change. */
export function files(network: LocalNetwork): Hono {
  return new Hono().get('/:id{[0-9a-f]{64}}/:name', async (c) => {
    const file = await network.file(c.req.param('id'));
    if (!file) throw new AppError('unknown-file', `there is no file ${c.req.param('name')}`);
    const shown = SHOWN.includes(file.type);
    const name = encodeURIComponent(c.req.param('name')).replace(
      /['()*]/g,
      (x) => `%${x.charCodeAt(0).toString(16)}`,
    );
    return c.body(Buffer.from(file.bytes), 200, {
      'Content-Type': shown ? file.type : 'application/octet-stream',
      'Content-Disposition': `${shown ? 'inline' : 'attachment'}; filename*=UTF-8''${name}`,
      'Cache-Control': 'private, max-age=31536000, immutable',
    });
  });
}
