import { Hono } from 'hono';
import { z } from 'zod';
import { AppError } from '../core/errors.js';
import { readQuery } from './body.js';
import type { LedgerEntry, LedgerReader, LedgerRecord } from './ledger.js';
import type { Sight } from './sight.js';
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

/** How a kind and its fields are called; undefined for one that no definition has (any more). */
export type KindWords = (kind: string) => LedgerRecord['called'];

/** What was understood and stored, as far as `?as=ID` may see it: of one message (by the gateway's id), or lately in a group. */
export function records(ledger: LedgerReader, sight: Sight, words: KindWords): Hono {
  const wire = (entry: LedgerEntry) =>
    toWireEntry({
      ...entry,
      records: entry.records.map((record) => ({ ...record, called: words(record.kind) ?? record.called })),
    });

  return new Hono()
    .get('/records', async (c) => {
      const who = await sight.viewer(c);
      const { room, message, limit } = readQuery(c, query);
      const one = message
        ? [await ledger.recordsOfMessage(who.scope, message)]
        : await ledger.recent(who.scope, room || undefined, limit);
      await sight.looked(who, 'look.records', message ? { message } : { room: room ?? '' });
      return c.json(one.filter((entry) => entry !== null && entry !== 'hidden').map(wire));
    })
    .get('/messages/:id', async (c) => {
      const who = await sight.viewer(c);
      const message = c.req.param('id');
      const entry = await ledger.recordsOfMessage(who.scope, message);
      if (!entry) throw new AppError('unknown-message', `the inbox has no message ${message}`);
      if (entry === 'hidden') return sight.declined(who, { message });
      await sight.looked(who, 'look.message', { message });
      return c.json(wire(entry));
    });
}
