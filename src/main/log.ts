import { Writable } from 'node:stream';
import { pino } from 'pino';
import { messageOf } from '../core/errors.js';
import type { Log } from '../core/ports.js';

export interface LogSettings {
  level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** 1: the service's own log; 2: beside a command's answer. */
  fd: 1 | 2;
  /** One readable line instead of JSON; default: on a terminal. */
  pretty?: boolean;
}

/** Fields that may hold what people wrote: never in a log, whoever puts them there. */
const SECRET = new Set([
  'text',
  'original',
  'quoted',
  'password',
  'token',
  'url',
  'connectionString',
  'endpoint',
]);
/** Fields of fields of fields are looked at, and no deeper. */
const DEEPEST = 3;

/** What is logged, without what such fields hold; itself where there are none, as nearly always. An error is left to `errorFields`. */
export function discreet<T extends object>(fields: T, depth = 1): T {
  if (fields instanceof Error) return fields;
  let copy: Record<string, unknown> | undefined;
  for (const [name, value] of Object.entries(fields) as [string, unknown][]) {
    const deeper = typeof value === 'object' && value !== null && depth < DEEPEST;
    const shown = SECRET.has(name) ? '…' : deeper ? discreet(value, depth + 1) : value;
    if (shown !== value)
      (copy ??= (Array.isArray(fields) ? [...(fields as unknown[])] : { ...fields }) as Record<
        string,
        unknown
      >)[name] = shown;
  }
  return (copy as T | undefined) ?? fields;
}

/** A log of JSON lines (one object a line), or of readable ones on a terminal. */
export function createLog(settings: LogSettings): Log {
  const stream = settings.fd === 1 ? process.stdout : process.stderr;
  const options: pino.LoggerOptions = {
    level: settings.level,
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }), log: discreet },
    serializers: { err: errorFields },
  };
  if (settings.pretty ?? stream.isTTY) return pino(options, readable(stream));
  return pino(options, pino.destination({ dest: settings.fd, sync: true }));
}

/** Of an error only what says nothing about people: database errors carry whole rows in their other fields. */
function errorFields(error: unknown): object | string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    ...(code !== undefined && { code }),
    message: briefly(error),
    stack: frames(error),
  };
}

/** Prisma prefixes what went wrong with the whole call, values included. */
function briefly(error: Error): string {
  const message = messageOf(error);
  return error.name.startsWith('PrismaClient') ? message.trim().split('\n').at(-1)! : message;
}

function frames(error: Error): string | undefined {
  return error.stack?.slice(error.stack.indexOf('\n    at ') + 1);
}

const COLOURS: Record<string, string> = { trace: '90', debug: '90', info: '36', warn: '33', error: '31' };

function readable(target: NodeJS.WritableStream): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      const {
        level,
        time,
        msg,
        pid: _pid,
        err,
        ...fields
      } = JSON.parse(chunk.toString()) as Record<string, unknown>;
      const name = String(level);
      const at = new Date(time as string).toTimeString().slice(0, 8);
      const rest = Object.entries(fields).map(
        ([key, value]) => ` ${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
      );
      const cause =
        err === undefined ? '' : `: ${typeof err === 'string' ? err : (err as { message: string }).message}`;
      target.write(
        `\x1b[90m${at}\x1b[0m \x1b[${COLOURS[name] ?? '31'}m${name.padEnd(5)}\x1b[0m ${String(msg)}${cause}\x1b[90m${rest.join('')}\x1b[0m\n`,
      );
      done();
    },
  });
}
