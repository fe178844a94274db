import { Hono } from 'hono';
import { z } from 'zod';
import { AppError } from '../core/errors.js';
import type { ItemsView } from '../store/items-view.js';
import { readQuery } from './body.js';

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

/** The ledgers of tracked things, for the clerk: lists with filters, one item with what happened to it, what is still open. */
export function items(view: ItemsView): Hono {
  return new Hono()
    .get('/items', async (c) => {
      const { open, ...filter } = readQuery(c, query);
      return c.json(await view.items({ ...filter, open: open === undefined ? undefined : open === 'true' }));
    })
    .get('/open', async (c) => {
      const { by, ledger } = readQuery(c, openQuery);
      return c.json(await view.open(by, ledger));
    })
    .get('/items/:id', async (c) => {
      const id = c.req.param('id');
      const found = z.uuid().safeParse(id).success ? await view.item(id) : null;
      if (!found) throw new AppError('unknown-item', `there is no item ${id}`);
      return c.json(found);
    });
}
