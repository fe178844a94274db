import type { MiddlewareHandler } from 'hono';
import { AppError } from '../core/errors.js';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * The local groups have no sign-in, so a foreign web page in the same browser must not reach them:
 * neither by posting across origins, nor by a name of its own that resolves to this address (DNS rebinding).
 * A server that is not on the loopback may be reached by any name; there only the origin can be compared.
 */
export function guard(host: string, extraHosts: readonly string[] = []): MiddlewareHandler {
  const onLoopback = LOOPBACK.test(host) || host === '::1';
  const known = new Set(extraHosts.map((h) => h.toLowerCase()));

  return async (c, next) => {
    const wanted = (c.req.header('host') ?? '').toLowerCase();
    const name = wanted.replace(/:\d+$/, '');
    if (onLoopback && !LOOPBACK.test(name) && !known.has(name)) {
      throw new AppError(
        'wrong-origin',
        `Host: ${wanted || '(none)'} is not this server; use localhost or ${host}`,
      );
    }
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') {
      const origin = c.req.header('origin');
      const foreign =
        origin === undefined ? c.req.header('sec-fetch-site') === 'cross-site' : hostOf(origin) !== wanted;
      if (foreign)
        throw new AppError(
          'wrong-origin',
          `calls that change something are taken from this server's own pages only, not from ${origin ?? 'another site'}`,
        );
    }
    await next();
  };
}

function hostOf(origin: string): string | undefined {
  try {
    return new URL(origin).host;
  } catch {
    return undefined; // "null": a sandboxed frame or a file
  }
}
