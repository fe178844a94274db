import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { AppError } from '../core/errors.js';
import { BOT_ID } from '../chat/local/network.js';
import type { WebDeps } from './deps.js';
import { asked } from './asked.js';
import { desk, type DeskDeps } from './desk/index.js';
import { fieldTitles } from './desk/ledgers.js';
import { answerError } from './errors.js';
import { events } from './events.js';
import type { Feed } from './feed.js';
import { files } from './files.js';
import { guard } from './guard.js';
import { healthRoutes } from './health.js';
import { items } from './items.js';
import { localGroups } from './local-groups.js';
import { pages } from './pages.js';
import { records, type KindWords } from './records.js';
import { createSight } from './sight.js';
import { uploads } from './uploads.js';
import type { WireAbout } from './wire.js';

const noStore = async (c: { header(name: string, value: string): void }, next: () => Promise<void>) => {
  c.header('Cache-Control', 'no-store');
  await next();
};

function wordsOf(desk: DeskDeps | undefined): KindWords {
  return (id) => {
    const kind = desk?.knowledge.definitions().kinds.find((one) => one.id === id);
    return kind && { title: kind.title, fields: fieldTitles(kind) };
  };
}

/** All routes. `feed` is there exactly when `deps.network` is. */
export function createApp(deps: WebDeps, feed: Feed | undefined): Hono {
  const about: WireAbout = {
    bot: { id: BOT_ID, name: deps.botName },
    local: deps.network !== undefined,
    desk: deps.network !== undefined && deps.desk !== undefined,
  };
  const api = new Hono().use(noStore).get('/about', (c) => c.json(about));
  // Without the local groups nobody can say in whose name they look, so nothing of the ledger is shown either.
  if (deps.network && feed) {
    api.route('/local', localGroups(deps.network));
    api.route('/local', events(feed));
    api.route('/local/uploads', uploads(deps.uploadsDir));
    api.route('/local/files', files(deps.network));
    const sight = deps.sight ?? (deps.desk && createSight(deps.desk));
    // What is about people is for whoever may see it, so nothing of it is there where nobody can be told from another.
    if (sight) api.route('/', records(deps.ledger, sight, wordsOf(deps.desk)));
    if (deps.desk && sight) {
      api.route('/ledger', items(deps.desk.store, sight));
      api.route('/', asked(deps.desk.asked, sight));
      api.route('/desk', desk(deps.desk, sight));
    }
  }
  api.all('*', (c) => {
    throw new AppError('not-found', `there is no ${c.req.method} ${c.req.path}`);
  });

  return new Hono()
    .onError(answerError(deps.log))
    .use(
      secureHeaders({
        contentSecurityPolicy: {
          defaultSrc: ["'self'"],
          imgSrc: ["'self'", 'data:', 'blob:'],
          styleSrc: ["'self'", "'unsafe-inline'"], // the component library writes its styles at run time
          objectSrc: ["'none'"],
          baseUri: ["'none'"],
          formAction: ["'self'"],
          frameAncestors: ["'none'"],
        },
        xFrameOptions: 'DENY',
        referrerPolicy: 'no-referrer',
        strictTransportSecurity: false, // plain HTTP on the loopback; a proxy in front adds its own
      }),
    )
    .route('/', healthRoutes(deps))
    .use('/api/*', guard(deps.host, deps.hosts))
    .route('/api', api)
    .route('/', pages(deps.pageDir));
}
