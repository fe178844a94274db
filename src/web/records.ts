import { Hono } from 'hono';
import { z } from 'zod';
import { AppError } from '../core/errors.js';
import { readQuery } from './body.js';
import type { LedgerReader } from './ledger.js';
import { toWireEntry } from './wire.js';

const query = z.object({
  room: z.string().optional(),
  message: z.string().optional(),
  limit: z.coerce
    .number('expected a number')
    .int('expected a whole number')
    .min(1, 'at least 1')
    .max(200, 'at most 200')
    .default(50),
});

/** What was understood and stored: of one message (by the gateway's id), or lately in a group. */
export function records(ledger: LedgerReader): Hono {
  return new Hono()
    .get('/records', async (c) => {
      const { room, message, limit } = readQuery(c, query);
      const one = message
        ? [await ledger.recordsOfMessage(message)]
        : await ledger.recent(room || undefined, limit);
      return c.json(one.filter((entry) => entry !== null).map(toWireEntry));
    })
    .get('/messages/:id', async (c) => {
      const entry = await ledger.recordsOfMessage(c.req.param('id'));
      if (!entry) throw new AppError('unknown-message', `the inbox has no message ${c.req.param('id')}`);
      return c.json(toWireEntry(entry));
    });
}
