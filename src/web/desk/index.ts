import { Hono } from 'hono';
import { z } from 'zod';
import { periodByKey } from '../../calendar/index.js';
import { AppError } from '../../core/errors.js';
import { JSON_LIMIT, limitBody, readQuery } from '../body.js';
import type { DeskDeps } from './deps.js';
import { issues } from './issues.js';
import { ledgers } from './ledgers.js';
import { viewer } from './viewer.js';
import { waiting } from './waiting.js';

export type { DeskDeps, DeskKnowledge } from './deps.js';

const week = z.object({ week: z.string().optional() });

/** The clerk's pages: everything under it is asked for with `?as=`, in whose name one looks (docs/PAGES.md). */
export function desk(deps: DeskDeps): Hono {
  return new Hono()
    .use(limitBody(JSON_LIMIT, 'the order'))
    .route('/', ledgers(deps))
    .route('/', issues(deps))
    .route('/', waiting(deps))
    .get('/asked', async (c) => {
      const { access, person } = await viewer(c, deps);
      const asked = readQuery(c, week).week;
      if (asked !== undefined && !(/-W\d\d$/.test(asked) && periodByKey(asked)))
        throw new AppError('input-week', `week=${asked}: must be a week such as 2026-W20`);
      const found = await deps.asked(asked);
      // How often somebody is asked is between them, the bot, and whoever answers for the county.
      const people = found.people.filter(
        (one) => access.all || (one.person === person.name && one.unit === person.unit),
      );
      return c.json({ ...found, people });
    });
}
