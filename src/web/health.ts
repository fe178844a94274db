import { Hono } from 'hono';
import type { WebDeps } from './deps.js';

/** `GET /healthz` for watchdogs and people, `GET /metrics` for Prometheus. */
export function healthRoutes(deps: Pick<WebDeps, 'health' | 'metrics'>): Hono {
  return new Hono()
    .get('/healthz', async (c) => {
      const { ok, lines } = await deps.health();
      c.header('Cache-Control', 'no-store');
      const status = ok ? 200 : 503;
      if (c.req.header('accept')?.includes('application/json')) return c.json({ ok, lines }, status);
      return c.text(
        lines.map((l) => `${l.ok ? 'ok' : 'bad'} ${l.part} ${l.detail}`.trimEnd() + '\n').join(''),
        status,
      );
    })
    .get('/metrics', async (c) => {
      const text = await deps.metrics.metrics();
      return c.body(text, 200, { 'Content-Type': deps.metrics.contentType, 'Cache-Control': 'no-store' });
    });
}
