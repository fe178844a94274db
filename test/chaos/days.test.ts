import { rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase } from '../support/database.js';
import { freePort } from '../support/ports.js';
import { spawnApp } from '../support/process.js';
import { hasRedisServer } from '../support/redis.js';
import { knowledge, spoil } from './knowledge.js';
import { outages } from './outages.js';
import { takeover } from './takeover.js';
import { copyOfIntents, openTheatre, type Theatre } from './theatre.js';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

describe('a definition with a mistake', () => {
  test('ends the start with file, line, column and what is allowed', async () => {
    const dir = await copyOfIntents();
    undo.push(() => rm(path.dirname(dir), { recursive: true, force: true }));
    const database = await testDatabase({ empty: true });
    undo.push(() => database.drop());
    const line = await spoil(path.join(dir, 'kinds/visit.yaml'));
    const env = {
      DATA_DIR: path.join(path.dirname(dir), 'data'),
      DATABASE_URL: database.url,
      PORT: `${await freePort()}`,
      INTENTS_DIR: dir,
    };
    const app = spawnApp({ ...env, DATA_KEY: Buffer.alloc(32, 7).toString('base64'), DEMO: 'true' });
    undo.push(() => app.kill9());
    expect(await app.ended).toBe(2);
    const said = app.output().split('\n').filter((one) => !one.startsWith('{')).join('\n'); // prettier-ignore
    expect(said).toMatch(
      new RegExp(
        `^cuncunbao: .*kinds/visit\\.yaml:${line}:\\d+ fields\\.when\\.type: .*household, .*number.*"calendar"`,
      ),
    );
    expect(said).not.toContain('    at '); // a line for people, not a stack
    expect(app.output()).not.toContain('queue is away'); // it is closed, since the start ends
  }, 60_000);
});

describe.skipIf(!hasRedisServer)('bad days of three processes, one after the other', () => {
  let theatre: Theatre;
  beforeAll(async () => {
    theatre = await openTheatre();
  }, 200_000);
  afterAll(async () => {
    await theatre?.stream?.stop();
    await theatre?.close();
  });

  describe('a server goes away while messages flow', () => outages(() => theatre));
  describe('two chat processes', () => takeover(() => theatre));
  describe('what the bot knows changes', () => knowledge(() => theatre));
});
