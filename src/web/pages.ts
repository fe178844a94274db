import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { compress } from 'hono/compress';
import { etag } from 'hono/etag';

/** The built front end. Files under /assets carry a hash in their name and may be kept for ever; any other path is the page itself. */
export function pages(dir: string): Hono {
  const app = new Hono();
  if (!existsSync(join(dir, 'index.html'))) {
    return app.get('*', (c) =>
      c.text('The pages are not built: run "npm run build" (or "npm ci") once.\n', 503),
    );
  }
  return app
    .use(compress(), etag())
    .use(
      '/assets/*',
      serveStatic({
        root: dir,
        onFound: (_path, c) => c.header('Cache-Control', 'public, max-age=31536000, immutable'),
      }),
    )
    .get('/assets/*', (c) => c.text('not found\n', 404))
    .use(async (c, next) => {
      c.header('Cache-Control', 'no-cache');
      await next();
    })
    .use(serveStatic({ root: dir }))
    .get('*', serveStatic({ root: dir, path: 'index.html' }));
}
