import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Prisma } from '../../src/generated/prisma/client.js';
import { newId } from '../../src/core/ids.js';
import { openStore, type Db, type Store } from '../../src/store/client.js';
import type { Sql } from '../../src/store/direct.js';
import { isTransient } from '../../src/store/errors.js';
import { inTransaction } from '../../src/store/turn.js';
import { testDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
let store: Store;

beforeAll(async () => {
  database = await testDatabase();
  store = openStore(database.url, 3);
});

afterAll(async () => {
  await store.close();
  await database.drop();
});

/** Statements whose parameters and results differ between drivers most easily. */
const STATEMENTS: Record<string, (db: Sql) => Promise<unknown>> = {
  'whole numbers': (db) =>
    db.$queryRaw`SELECT 7::int2 AS a, 7::int4 AS b, 7::int8 AS c, count(*) AS d, ARRAY[1,2]::int4[] AS e, ARRAY[9007199254740993, NULL]::int8[] AS f`,
  fractions: (
    db,
  ) => db.$queryRaw`SELECT 1.5::float8 AS a, 12.340::numeric AS b, sum(x) AS c, ARRAY[0.1]::numeric[] AS d
    FROM unnest(${[1, 2]}::int8[]) AS u(x)`,
  times: (
    db,
  ) => db.$queryRaw`SELECT '2026-03-18 23:30:00.123+08'::timestamptz AS a, '2026-03-18 23:30:00'::timestamp AS b,
    '2026-03-18'::date AS c, ARRAY['2026-03-18', NULL]::date[] AS d, ARRAY['2026-03-18 23:30:00']::timestamp[] AS e,
    ARRAY['2026-03-18 23:30:00+08']::timestamptz[] AS f`,
  'times as parameters': (db) => {
    const at = new Date('2026-03-18T16:30:00.456Z');
    return db.$queryRaw`SELECT ${at}::timestamptz AS a, ${at}::date AS b, ${at}::timestamp AS c, ${[at]}::timestamptz[] AS d`;
  },
  words: (db) =>
    db.$queryRaw`SELECT ${'甲"乙\\'}::text AS a, ${['甲', '乙,{}', '']}::text[] AS b, ${[]}::text[] AS c, ${null}::text AS d, 'x'::name AS e`,
  ids: (db) => {
    const ids = ['0199a0b0-0000-7000-8000-000000000001', '0199a0b0-0000-7000-8000-000000000002'];
    return db.$queryRaw`SELECT ${ids[0]}::uuid AS a, ${ids}::uuid[] AS b, ${ids[1]}::uuid = ANY(${ids}::uuid[]) AS c`;
  },
  'JSON, truth and bytes': (db) =>
    db.$queryRaw`SELECT ${JSON.stringify({ a: [1, null, '甲'] })}::jsonb AS a, ${true} AS b, 'null'::jsonb AS c,
      encode(${new Uint8Array([0, 1, 255])}::bytea, 'hex') AS d, ${12n}::int8 AS e, '"x"'::json AS f`,
  'a statement in parts': (db) => {
    const part = Prisma.sql`x > ${2} AND x < ${5}`;
    return db.$queryRaw`SELECT x FROM generate_series(1, ${9}) AS u(x) WHERE ${part} ORDER BY x`;
  },
  'a statement handed over': (db) => db.$queryRaw(Prisma.sql`SELECT ${'甲'}::text AS a`),
  'how many rows': (db) => db.$executeRaw`UPDATE heartbeat SET role = role WHERE id = ${'nobody'}`,
};

describe('statements past Prisma', () => {
  for (const [what, run] of Object.entries(STATEMENTS))
    it(`give what they give through Prisma: ${what}`, async () => {
      const through = await run(store.prisma);
      expect(await run(store.sql)).toEqual(through);
      expect(await run(store.sql), 'prepared').toEqual(through);
      const within = await inTransaction(store, (tx) => run(tx));
      expect(within).toEqual(through);
    });

  it('reads bytes', async () => {
    const [row] = await store.sql.$queryRaw<{ a: Uint8Array }[]>`SELECT '\\x00ff'::bytea AS a`;
    expect([...row!.a]).toEqual([0, 255]);
  });
});

describe('a transaction', () => {
  const add = (tx: Db, id: string) =>
    tx.$executeRaw`INSERT INTO heartbeat (id, role, started_at, beat_at, detail) VALUES (${id}, 'x', now(), now(), '{}')`;
  const known = (id: string) => store.prisma.heartbeat.count({ where: { id } });

  it('is one for both kinds of statements', async () => {
    const [one, other] = [newId(), newId()];
    await inTransaction(store, async (tx) => {
      await add(tx, one);
      expect(await tx.heartbeat.count({ where: { id: one } })).toBe(1);
      await tx.heartbeat.create({
        data: { id: other, role: 'x', startedAt: new Date(), beatAt: new Date(), detail: {} },
      });
      const rows = await tx.$queryRaw`SELECT 1 FROM heartbeat WHERE id = ${other}`;
      expect(rows).toHaveLength(1);
      expect(await known(one)).toBe(0);
    });
    expect([await known(one), await known(other)]).toEqual([1, 1]);
  });

  it('leaves nothing when it fails', async () => {
    const id = newId();
    const work = inTransaction(store, async (tx) => {
      await add(tx, id);
      await tx.$queryRaw`SELECT nonsense`;
    });
    await expect(work).rejects.toMatchObject({ code: '42703' });
    expect(await known(id)).toBe(0);
  });

  it('takes no statement after its time: that would be on its own', async () => {
    const id = newId();
    const work = inTransaction(
      store,
      async (tx) => {
        await new Promise((resolve) => setTimeout(resolve, 30));
        await add(tx, id);
      },
      10,
    );
    const error: unknown = await work.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'transaction-over' });
    expect(isTransient(error)).toBe(true);
    expect(await known(id)).toBe(0);
  });

  it('takes no statement once it has ended', async () => {
    const id = newId();
    const late = await inTransaction(store, (tx) => Promise.resolve({ tx }));
    await expect(add(late.tx, id)).rejects.toMatchObject({ code: 'transaction-over' });
    expect(await known(id)).toBe(0);
  });

  it('that was cut off by the server is worth trying again', async () => {
    const error: unknown = await inTransaction(store, async (tx) => {
      const [row] = await tx.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
      await store.prisma.$queryRaw`SELECT pg_terminate_backend(${row!.pid}::int)`;
      await tx.$queryRaw`SELECT 1`;
    }).catch((thrown: unknown) => thrown);
    expect(isTransient(error)).toBe(true);
    expect(await inTransaction(store, (tx) => tx.$queryRaw`SELECT 1 AS one`)).toEqual([{ one: 1 }]);
  });
});
