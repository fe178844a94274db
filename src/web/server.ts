import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { AppError, messageOf } from '../core/errors.js';
import { createApp } from './app.js';
import type { WebDeps } from './deps.js';
import { createFeed } from './feed.js';

/** A request that is stuck must not hold up the stop for longer. */
const GRACE_MS = 3000;

export interface Web {
  port: number;
  /** Answers what is under way, ends live streams, and resolves once the port is free. */
  stop(): Promise<void>;
}

/** Listens on `host:port`. Throws an AppError (port-taken, listen-failed) that says what to do. */
export async function startWeb(deps: WebDeps): Promise<Web> {
  const feed = deps.network && createFeed(deps.network, deps.log);
  const server = createAdaptorServer({ fetch: createApp(deps, feed).fetch }) as Server;
  // Browsers keep spare connections open that never carry a request: only those at work are worth waiting for.
  let active = 0;
  let idle = () => {};
  server.on('request', (_request, response) => {
    active++;
    response.on('close', () => {
      active--;
      if (active === 0) idle();
    });
  });
  try {
    await listen(server, deps.host, deps.port);
  } catch (error) {
    feed?.close();
    throw error;
  }
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : deps.port;
  deps.log.info({ host: deps.host, port }, 'listening');

  return {
    port,
    async stop() {
      feed?.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      idle = () => server.closeAllConnections();
      if (active === 0) idle();
      const hurry = setTimeout(idle, GRACE_MS);
      await closed;
      clearTimeout(hurry);
    },
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new AppError(
              'port-taken',
              `port ${port} on ${host} is taken: stop what uses it, or set PORT to another`,
              { cause: error },
            )
          : new AppError('listen-failed', `cannot listen on ${host}:${port}: ${messageOf(error)}`, {
              cause: error,
            }),
      );
    });
    server.listen(port, host, () => resolve());
  });
}
