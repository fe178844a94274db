import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { AppError, messageOf } from '../core/errors.js';
import type { Log } from '../core/ports.js';
import type { WireError } from './wire.js';

const STATUS: Record<string, ContentfulStatusCode> = {
  'unknown-room': 404,
  'unknown-person': 404,
  'unknown-message': 404,
  'unknown-item': 404,
  'unknown-file': 404,
  'not-found': 404,
  'already-recalled': 409,
  'too-large': 413,
  'unsupported-type': 415,
  'wrong-origin': 403,
  'not-known': 403,
  'not-yours': 403,
  'database-away': 503,
};

/** Answers whatever was thrown with a status and one line; the stack goes to the log alone. */
export function answerError(log: Log): (error: Error, c: Context) => Response {
  return (error, c) => {
    const { status, body } = describe(error);
    if (status >= 500)
      log.error({ err: error, method: c.req.method, path: c.req.path, status }, 'a request failed');
    c.header('Cache-Control', 'no-store');
    // The rest of the body is not read, so nothing else can come over this connection.
    if (status === 413) c.header('Connection', 'close');
    return c.json(body, status);
  };
}

function describe(error: Error): { status: ContentfulStatusCode; body: WireError } {
  if (error instanceof HTTPException) {
    return { status: error.status, body: { error: oneLine(error.message), code: `http-${error.status}` } };
  }
  if (isAway(error)) {
    return {
      status: 503,
      body: { error: 'the database cannot be reached: try again shortly', code: 'database-away' },
    };
  }
  if (error instanceof AppError) {
    const status = STATUS[error.code] ?? (error.options.retry ? 503 : 400);
    return { status, body: { error: oneLine(error.message), code: error.code } };
  }
  return { status: 500, body: { error: 'something went wrong here; the log says what', code: 'internal' } };
}

// PostgreSQL: 08 connection, 53 resources, 57P operator intervention. Prisma: P10xx server unreachable, P2024 no connection in time.
const AWAY_CODE =
  /^(08\d{3}|53\d{3}|57P0\d|P10\d\d|P2024|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND)$/;
const AWAY_TEXT =
  /timeout exceeded when trying to connect|Connection terminated|DatabaseNotReachable|ConnectionClosed/i;

/** Whether the database is what is missing. Drivers wrap that in several layers, so the whole chain of causes is read. */
export function isAway(error: unknown, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > 6) return false;
  const { code, originalCode, kind, cause, meta, errors } = error as Record<string, unknown>;
  if (
    [code, originalCode, kind].some((v) => typeof v === 'string' && (AWAY_CODE.test(v) || AWAY_TEXT.test(v)))
  )
    return true;
  if (AWAY_TEXT.test(messageOf(error))) return true;
  const inner = [
    cause,
    ...(Array.isArray(errors) ? (errors as unknown[]) : []),
    (meta as { driverAdapterError?: unknown } | undefined)?.driverAdapterError,
  ];
  return inner.some((e) => isAway(e, depth + 1));
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
