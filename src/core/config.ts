import { z } from 'zod';
import { AppError } from './errors.js';

const flag = z.enum(['true', 'false', '1', '0']).transform((v) => v === 'true' || v === '1');

/** Every setting, its default and its meaning. `.env.example` is checked against this. */
export const configSchema = z.object({
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe('PostgreSQL 15+; without it an embedded one is started in DATA_DIR'),
  REDIS_URL: z
    .url({ protocol: /^rediss?$/ })
    .optional()
    .describe('Redis 7+ with appendonly and noeviction; without it the queue lives in the database'),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000).describe('port of the pages and of /healthz'),
  HOST: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe('address to listen on; the local groups have no sign-in, so keep them on the loopback'),
  HEALTH_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65535)
    .optional()
    .describe('port of /healthz and /metrics in processes without the web role (default: none)'),
  DATA_DIR: z.string().min(1).default('data').describe('embedded database, encryption key and spool'),
  ROLES: z
    .string()
    .default('chat,work,web')
    .transform((v) =>
      v
        .split(',')
        .map((r) => r.trim())
        .filter(Boolean),
    )
    .pipe(z.array(z.enum(['chat', 'work', 'web'])).min(1))
    .describe('what this process does: chat (holds the login), work (any number), web'),
  WECHATY_PUPPET: z
    .string()
    .min(1)
    .default('local')
    .describe('local, or the name of an installed Wechaty puppet such as wechaty-puppet-service'),
  WECHATY_PUPPET_OPTIONS: z
    .string()
    .default('{}')
    .transform((v, ctx) => {
      try {
        return z.record(z.string(), z.unknown()).parse(JSON.parse(v));
      } catch {
        ctx.addIssue({
          code: 'custom',
          message: 'must be a JSON object, e.g. {"token":"…","endpoint":"127.0.0.1:8788"}',
        });
        return z.NEVER;
      }
    })
    .describe('options for that puppet, as JSON'),
  BOT_NAME: z.string().min(1).default('小助手').describe('what the bot is called in the groups'),
  DATA_KEY: z
    .string()
    .regex(/^[A-Za-z0-9+/]{43}=$/, 'must be 32 bytes in base64 (openssl rand -base64 32)')
    .optional()
    .describe('key for identity and telephone numbers at rest; without it one is kept in DATA_DIR/key'),
  INTENTS_DIR: z
    .string()
    .optional()
    .describe('definitions of what the bot understands and knows (default: those that ship)'),
  TEMPLATES_DIR: z.string().optional().describe('texts the bot says (default: those that ship)'),
  DEMO: flag
    .optional()
    .describe(
      'load the demo county into an empty database (default: with the local groups); a real register takes its place',
    ),
  TURN_CONCURRENCY: z.coerce
    .number()
    .int()
    .min(1)
    .max(64)
    .default(4)
    .describe('conversations one worker process handles side by side'),
  PACE_ROOM_MS: z.coerce
    .number()
    .int()
    .min(0)
    .optional()
    .describe('least pause between two messages to one conversation (default: 0 local, 2000 otherwise)'),
  PACE_ACCOUNT_PER_MINUTE: z.coerce
    .number()
    .int()
    .min(1)
    .optional()
    .describe('most messages the account sends in a minute (default: unlimited local, 30 otherwise)'),
  RECEIPT_TTL_MINUTES: z.coerce
    .number()
    .int()
    .min(1)
    .default(120)
    .describe('a receipt older than this is dropped, not sent'),
  OUTAGE_NOTICE_MINUTES: z.coerce
    .number()
    .int()
    .min(1)
    .default(10)
    .describe('an absence of the bot longer than this is told to the groups'),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('how much is logged'),
});

export type Config = z.infer<typeof configSchema>;

/** Reads the environment. Throws an AppError that names each wrong setting, its value and what is allowed. */
export function readConfig(env: Record<string, string | undefined>): Config {
  // An empty value in a compose or .env file means "not set".
  const given = Object.fromEntries(Object.entries(env).filter(([, v]) => v !== undefined && v !== ''));
  const parsed = configSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((i) => {
    const name = i.path.map(String).join('.');
    const secret = /KEY|URL|OPTIONS/.test(name);
    return `${name}=${secret ? '…' : (given[String(i.path[0])] ?? '')}: ${i.message}`;
  });
  throw new AppError('config-invalid', `bad settings: ${lines.join('; ')}`);
}
