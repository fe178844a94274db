import { z } from 'zod';
import { AppError } from './errors.js';
import { address, flag, folder, jsonObject, oneOf, someOf, wholeNumber, word } from './settings.js';

const DAYS_IN_MINUTES = 7 * 24 * 60;

/** Every setting, its default and its meaning. `.env.example` is checked against this. */
export const configSchema = z.object({
  DATABASE_URL: address(/^postgres(ql)?:$/, 'postgres://user:password@host:5432/database')
    .optional()
    .describe('PostgreSQL 15+; without it an embedded one is started in DATA_DIR'),
  REDIS_URL: address(/^rediss?:$/, 'redis://:password@host:6379')
    .optional()
    .describe('Redis 7+ with appendonly and noeviction; without it the queue lives in the database'),
  PORT: wholeNumber(0, 65_535).default(3000).describe('port of the pages and of /healthz'),
  HOST: word(/^[\w.:%-]+$/, 'an address or a host name such as 127.0.0.1 or 0.0.0.0')
    .default('127.0.0.1')
    .describe('address to listen on; the local groups have no sign-in, so keep them on the loopback'),
  HEALTH_PORT: wholeNumber(0, 65_535)
    .optional()
    .describe('port of /healthz and /metrics in processes without the web role (default: none)'),
  DATA_DIR: folder().default('data').describe('embedded database, encryption key and spool'),
  ROLES: someOf(['chat', 'work', 'web'])
    .default(['chat', 'work', 'web'])
    .describe('what this process does: chat (holds the login), work (any number), web'),
  WECHATY_PUPPET: word(
    /^[@\w][\w./-]*$/,
    '"local" or the name of an installed package, e.g. wechaty-puppet-service',
  )
    .default('local')
    .describe('local, or the name of an installed Wechaty puppet such as wechaty-puppet-service'),
  WECHATY_PUPPET_OPTIONS: jsonObject('{"token":"…","endpoint":"127.0.0.1:8788"}')
    .default({})
    .describe('options for that puppet, as JSON'),
  BOT_NAME: word(/^[^@\p{Cc}]{1,32}$/u, 'a name of up to 32 characters without @')
    .default('小助手')
    .describe('what the bot is called in the groups'),
  DATA_KEY: word(/^[A-Za-z0-9+/]{43}=$/, '32 bytes in base64 (openssl rand -base64 32)')
    .optional()
    .describe('key for identity and telephone numbers at rest; without it one is kept in DATA_DIR/key'),
  INTENTS_DIR: folder()
    .optional()
    .describe('definitions of what the bot understands and knows (default: those that ship)'),
  TEMPLATES_DIR: folder().optional().describe('texts the bot says (default: those that ship)'),
  DEMO: flag()
    .optional()
    .describe(
      'load the demo county into an empty database (default: with the local groups); a real register takes its place',
    ),
  TURN_CONCURRENCY: wholeNumber(1, 64)
    .default(4)
    .describe('conversations one worker process handles side by side'),
  PACE_ROOM_MS: wholeNumber(0, 600_000)
    .optional()
    .describe('least pause between two messages to one conversation (default: 0 local, 2000 otherwise)'),
  PACE_ACCOUNT_PER_MINUTE: wholeNumber(1, 60_000)
    .optional()
    .describe('most messages the account sends in a minute (default: unlimited local, 30 otherwise)'),
  RECEIPT_TTL_MINUTES: wholeNumber(1, DAYS_IN_MINUTES)
    .default(120)
    .describe('a receipt older than this is dropped, not sent'),
  OUTAGE_NOTICE_MINUTES: wholeNumber(1, DAYS_IN_MINUTES)
    .default(10)
    .describe('an absence of the bot longer than this is told to the groups'),
  LOG_LEVEL: oneOf(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('how much is logged'),
});

export type Config = z.infer<typeof configSchema>;

/** Not to be repeated where others may read along. */
const SECRET = /KEY|URL|OPTIONS/;
const SHOWN = 60;

/** Reads the environment. Throws an AppError with one line: each wrong setting, what it is, and what is allowed. */
export function readConfig(env: Record<string, string | undefined>): Config {
  // An empty value in a compose or .env file means "not set".
  const given = Object.fromEntries(Object.entries(env).filter(([, v]) => v !== undefined && v.trim() !== ''));
  const parsed = configSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(({ path: [name], message }) => {
    const value = given[String(name)] ?? '';
    const shown = value.length > SHOWN ? `${value.slice(0, SHOWN)}…` : value;
    return `${String(name)}=${SECRET.test(String(name)) ? '…' : shown}: ${message}`;
  });
  throw new AppError('config-invalid', `bad settings: ${[...new Set(lines)].join('; ')}`);
}
