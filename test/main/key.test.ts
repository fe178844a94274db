import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSealer } from '../../src/main/key.js';
import { openStore, type Store } from '../../src/store/client.js';
import { testDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
let store: Store;
let dir: string;
beforeAll(async () => {
  database = await testDatabase();
  store = openStore(database.url, 4);
  dir = await mkdtemp(path.join(tmpdir(), 'cuncun-key-'));
});
afterAll(async () => {
  await store.close();
  await database.drop();
  await rm(dir, { recursive: true });
});

test('the key is made once, and a missing or another one is refused with nothing written', async () => {
  const own = { DATA_DIR: dir };
  const open = (config: { DATA_DIR: string; DATA_KEY?: string }) =>
    openSealer({ DATA_KEY: undefined, ...config }, store.prisma);
  const [first, second] = await Promise.all([open(own), open(own)]); // two processes that start together
  const key = await readFile(path.join(dir, 'key'), 'utf8');
  expect(second.open(first.seal('田有根'))).toBe('田有根');

  await rm(path.join(dir, 'key'));
  await expect(open(own)).rejects.toMatchObject({
    code: 'data-key-missing',
    message: expect.stringMatching(/key is not there.*put the file back.*or set DATA_KEY/) as string,
  });
  expect(await readdir(dir)).toEqual([]);
  const other = randomBytes(32).toString('base64');
  await expect(open({ ...own, DATA_KEY: other })).rejects.toMatchObject({ code: 'data-key-other' });
  expect((await open({ ...own, DATA_KEY: key.trim() })).open(first.seal('顾长明'))).toBe('顾长明');

  await writeFile(path.join(dir, 'key'), key.slice(0, 9));
  await expect(open(own)).rejects.toMatchObject({ code: 'key-damaged' });
});
