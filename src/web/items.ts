import { Hono } from 'hono';
import { z } from 'zod';
import { AppError } from '../core/errors.js';
import type { Store } from '../store/client.js';
import { countOpen, listItems } from '../store/clerk/lists.js';
import { itemStory } from '../store/clerk/one.js';
import { readQuery } from './body.js';
import { placeAsked } from './desk/viewer.js';
import type { Sight } from './sight.js';

const text = z.string().min(1).optional();
const query = z.object({
  ledger: text,
  state: text,
  open: z.enum(['true', 'false'], 'true or false').optional(),
  town: text,
  village: text,
  unit: text,
  owner: text,
  plan: z.uuid('expected the id of a plan').optional(),
  dueBefore: z.iso.date('expected a day like 2026-03-18').optional(),
  limit: z.coerce
    .number('expected a number')
    .int('expected a whole number')
    .min(1, 'at least 1')
    .max(500, 'at most 500')
    .default(100),
  offset: z.coerce.number('expected a number').int('expected a whole number').min(0, 'at least 0').default(0),
});
const openQuery = z.object({
  by: z.enum(['town', 'village', 'leadUnit'], 'town, village or leadUnit').default('village'),
  ledger: text,
});

/**
 * The ledgers of tracked things as far as `?as=ID` may see them: lists with filters over all ledgers, one item with
 * what happened to it, what is still open.
 */
export function items({ prisma }: Store, sight: Sight): Hono {
  return new Hono()
    .get('/items', async (c) => {
      const who = await sight.viewer(c);
      const { ledger, open, town, village, ...rest } = readQuery(c, query);
      const filter = {
        ...rest,
        open: open === undefined ? undefined : open === 'true',
        place: placeAsked({ town, village }),
      };
      const { total, rows } = await listItems(prisma, who.scope, ledger, filter);
      await sight.looked(who, 'look.list', { items: ledger ?? '' });
      return c.json({ total, items: rows });
    })
    .get('/open', async (c) => {
      const who = await sight.viewer(c);
      const { by, ledger } = readQuery(c, openQuery);
      return c.json(await countOpen(prisma, who.scope, by, ledger));
    })
    .get('/items/:id', async (c) => {
      const who = await sight.viewer(c);
      const item = c.req.param('id');
      if (!z.uuid().safeParse(item).success) throw new AppError('unknown-item', `there is no item ${item}`);
      const found = await itemStory(prisma, who.scope, item);
      // None there, and none for you, look alike.
      if (!found) return sight.declined(who, { item });
      await sight.looked(who, 'look.item', { item });
      return c.json(found);
    });
}
