import { Hono } from 'hono';
import { asked } from '../asked.js';
import { JSON_LIMIT, limitBody } from '../body.js';
import type { Sight } from '../sight.js';
import type { DeskDeps } from './deps.js';
import { issues } from './issues.js';
import { ledgers } from './ledgers.js';
import { waiting } from './waiting.js';

export type { DeskDeps, DeskKnowledge } from './deps.js';

/** The clerk's pages: everything under it is asked for with `?as=`, in whose name one looks (docs/PAGES.md). */
export function desk(deps: DeskDeps, sight: Sight): Hono {
  return new Hono()
    .use(limitBody(JSON_LIMIT, 'the order'))
    .route('/', ledgers(deps))
    .route('/', issues(deps))
    .route('/', waiting(deps))
    .route('/', asked(deps.asked, sight));
}
