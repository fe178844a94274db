import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/core/config.js';

describe('settings', () => {
  it('have defaults, take what is usual in a file of settings, and take an empty value for none', () => {
    expect(readConfig({ DATABASE_URL: '', PORT: ' ' })).toMatchObject({
      PORT: 3000,
      ROLES: ['chat', 'work', 'web'],
      WECHATY_PUPPET_OPTIONS: {},
    });
    const given = {
      PORT: '0',
      HOST: '::1',
      ROLES: 'work, web,',
      DEMO: 'False',
      WECHATY_PUPPET_OPTIONS: '{"token":"t"}',
      DATABASE_URL: 'postgresql:///county?host=/run/postgresql',
      REDIS_URL: 'rediss://:p%40ss@redis.example:6380/1',
      HOME: '/root',
    };
    const { HOME: _, ...known } = given;
    expect(readConfig(given)).toMatchObject({
      ...known,
      PORT: 0,
      ROLES: ['work', 'web'],
      DEMO: false,
      WECHATY_PUPPET_OPTIONS: { token: 't' },
    });
  });

  const number = (least: number, most: number) => `must be a whole number from ${least} to ${most}`;
  const database =
    'must be an address like postgres://user:password@host:5432/database (special characters percent-encoded)';
  it.each([
    ['PORT', 'abc', `PORT=abc: ${number(0, 65_535)}`],
    ['PORT', '0x10', `PORT=0x10: ${number(0, 65_535)}`],
    ['PORT', '65536', `PORT=65536: ${number(0, 65_535)}`],
    ['TURN_CONCURRENCY', '1.5', `TURN_CONCURRENCY=1.5: ${number(1, 64)}`],
    ['RECEIPT_TTL_MINUTES', '-1', `RECEIPT_TTL_MINUTES=-1: ${number(1, 10_080)}`],
    [
      'ROLES',
      'chat,cook',
      'ROLES=chat,cook: must be one or more of chat, work, web, with commas between them',
    ],
    ['LOG_LEVEL', 'loud', 'LOG_LEVEL=loud: must be one of trace, debug, info, warn, error, silent'],
    ['DEMO', 'yes', 'DEMO=yes: must be true or false'],
    ['HOST', 'http://me', 'HOST=http://me: must be an address or a host name such as 127.0.0.1 or 0.0.0.0'],
    ['BOT_NAME', '@me', 'BOT_NAME=@me: must be a name of up to 32 characters without @'],
    [
      'WECHATY_PUPPET',
      'a b',
      'WECHATY_PUPPET=a b: must be "local" or the name of an installed package, e.g. wechaty-puppet-service',
    ],
    ['DATABASE_URL', 'mysql://me:hidden@host/db', `DATABASE_URL=…: ${database}, and not begin with mysql:`],
    ['DATABASE_URL', 'hidden:hidden@host', `DATABASE_URL=…: ${database}`],
    ['DATABASE_URL', 'postgres://me:hid#den@host/db', `DATABASE_URL=…: ${database}`],
    ['DATABASE_URL', 'postgres://me:100%@host/db', `DATABASE_URL=…: ${database}`],
    [
      'WECHATY_PUPPET_OPTIONS',
      '[hidden]',
      'WECHATY_PUPPET_OPTIONS=…: must be a JSON object like {"token":"…","endpoint":"127.0.0.1:8788"}',
    ],
    ['DATA_KEY', 'hidden', 'DATA_KEY=…: must be 32 bytes in base64 (openssl rand -base64 32)'],
  ])('%s=%s is refused in one line', (name, value, line) => {
    expect(() => readConfig({ [name]: value })).toThrow(
      expect.objectContaining({ code: 'config-invalid', message: `bad settings: ${line}` }) as Error,
    );
  });

  it('are refused all together, with the beginning of what is long', () => {
    expect(() => readConfig({ PORT: 'x'.repeat(500), DEMO: '2' })).toThrow(
      `bad settings: PORT=${'x'.repeat(60)}…: must be a whole number from 0 to 65535; DEMO=2: must be true or false`,
    );
  });
});
