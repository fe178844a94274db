import { Hono } from 'hono';
import { z } from 'zod';
import { periodByKey } from '../calendar/index.js';
import type { AskedReader } from '../core/asked.js';
import { AppError } from '../core/errors.js';
import { readQuery } from './body.js';
import type { Sight } from './sight.js';

const query = z.object({ week: z.string().optional() });

/** `GET /asked?as=ID&week=2026-W20`: how many times each person was asked, and why. */
export function asked(read: AskedReader, sight: Sight): Hono {
  return new Hono().get('/asked', async (c) => {
    const who = await sight.viewer(c);
    const { week } = readQuery(c, query);
    if (week !== undefined && !(/-W\d\d$/.test(week) && periodByKey(week)))
      throw new AppError('input-week', `week=${week}: must be a week such as 2026-W20`);
    const found = await read(week);
    // How often somebody is asked is between them, the bot, and whoever answers for the county.
    const people = found.people.filter(
      (one) => who.access.all || (one.person === who.person.name && one.unit === who.person.unit),
    );
    await sight.looked(who, 'look.asked', { week: found.week });
    return c.json({ ...found, people });
  });
}
