import { createHash } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rosterCommand } from '../../src/cli/roster.js';
import { readRosterFile } from '../../src/roster/file.js';
import { openStore, type Store } from '../../src/store/client.js';
import { importRoster, loadHouseholds, loadPeople, rosterVersion } from '../../src/store/roster.js';
import { createSealer } from '../../src/store/seal.js';
import { testDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
let store: Store;
const sealer = createSealer(Buffer.alloc(32, 7));
const now = new Date('2026-11-20T08:00:00Z');

beforeAll(async () => {
  database = await testDatabase();
  store = openStore(database.url, 4);
});
afterAll(async () => {
  await store.close();
  await database.drop();
});
beforeEach(async () => {
  await store.prisma.$executeRaw`TRUNCATE household, person, roster_import, audit_entry CASCADE`;
});

const HEAD = '镇,村,组,户编码,户主,别名,户类型,人口,劳动力,身份证号';
const VILLAGE = ['何伟', '邓满仓', '解小军', '姚桂兰', '熊长贵', '单凤英', '庞树根', '祝长庚'].map(
  (name, i) =>
    `清溪镇,石磨村,一组,Q${i},${name},${i === 1 ? '老邓；邓木匠' : ''},脱贫户,${i + 1},1,${i === 0 ? '990000198802290011' : ''}`,
);

async function take(lines: string[], file = '册.csv') {
  const bytes = new TextEncoder().encode(lines.join('\n'));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return importRoster(store.prisma, sealer, await readRosterFile({ name: file, bytes }), {
    file,
    sha256,
    actor: 'test',
    now,
  });
}

describe('importing a register', () => {
  it('stores the households, sealed where private, and says so in the audit', async () => {
    expect(await take([HEAD, ...VILLAGE])).toMatchObject({
      kind: 'households',
      accepted: 8,
      added: 8,
      updated: 0,
      unchanged: 0,
    });
    const stored = await store.prisma.household.findUniqueOrThrow({ where: { code: 'Q0' } });
    expect(stored).toMatchObject({
      householder: '何伟',
      population: 1,
      attributes: { 劳动力: '1' },
      active: true,
    });
    expect(JSON.parse(sealer.open(stored.sealed!))).toEqual({ 身份证号: '990000198802290011' });
    const everything = await store.prisma.$queryRaw<{ text: string }[]>`
      SELECT row_to_json(h)::text AS text FROM household h UNION ALL SELECT row_to_json(a)::text FROM audit_entry a
      UNION ALL SELECT row_to_json(i)::text FROM roster_import i`;
    expect(everything.map((row) => row.text).join()).not.toContain('990000198802290011');
    expect(await store.prisma.auditEntry.findMany()).toMatchObject([
      { actor: 'test', action: 'roster.import', at: now, detail: { added: 8 } },
    ]);
    expect(await loadHouseholds(store.prisma)).toContainEqual({
      code: 'Q1',
      town: '清溪镇',
      village: '石磨村',
      group: '一组',
      householder: '邓满仓',
      aliases: ['老邓', '邓木匠'],
      category: '脱贫户',
      monitorKind: '',
      population: 2,
      helper: '',
    });
  });

  it('lets the invented county go, whose households are not missing from a real list', async () => {
    await take([HEAD, ...VILLAGE], 'demo:册.csv');
    const version = await rosterVersion(store.prisma);
    const real = await take([HEAD, VILLAGE[0]!], '真.csv');
    expect(real).toMatchObject({ accepted: 1, deactivated: 0, partial: [] });
    expect((await loadHouseholds(store.prisma)).map(({ code }) => code)).toEqual(['Q0']);
    expect(await rosterVersion(store.prisma)).not.toBe(version);
  });

  it('twice changes nothing at all', async () => {
    await take([HEAD, ...VILLAGE]);
    const before = await store.prisma.household.findMany({ orderBy: { code: 'asc' } });
    const version = await rosterVersion(store.prisma);
    const again = await take([HEAD, ...VILLAGE]);
    expect(again).toEqual({
      kind: 'households',
      file: '册.csv',
      accepted: 8,
      added: 0,
      updated: 0,
      unchanged: 8,
      deactivated: 0,
      partial: [],
    });
    expect(await store.prisma.household.findMany({ orderBy: { code: 'asc' } })).toEqual(before);
    expect(await rosterVersion(store.prisma)).toBe(version);
    expect(await store.prisma.rosterImport.count()).toBe(1);
    expect(await store.prisma.auditEntry.count()).toBe(1);
  });

  it('changes what differs and keeps the ids', async () => {
    await take([HEAD, ...VILLAGE]);
    const before = await store.prisma.household.findUniqueOrThrow({ where: { code: 'Q0' } });
    const version = await rosterVersion(store.prisma);
    const changed = VILLAGE.map((line) =>
      line
        .replace('990000198802290011', '990000198802290022')
        .replace('Q2,解小军,,脱贫户', 'Q2,解小军,,监测户'),
    );
    expect(await take([HEAD, ...changed])).toMatchObject({ added: 0, updated: 2, unchanged: 6 });
    const after = await store.prisma.household.findUniqueOrThrow({ where: { code: 'Q0' } });
    expect(after.id).toBe(before.id);
    expect(JSON.parse(sealer.open(after.sealed!))).toEqual({ 身份证号: '990000198802290022' });
    expect(await rosterVersion(store.prisma)).not.toBe(version);
  });

  it('deactivates what a whole village no longer has, and takes it back', async () => {
    await take([HEAD, ...VILLAGE]);
    expect(await take([HEAD, ...VILLAGE.slice(1)])).toMatchObject({
      deactivated: 1,
      unchanged: 7,
      partial: [],
    });
    expect((await loadHouseholds(store.prisma)).map((h) => h.code)).not.toContain('Q0');
    expect(await store.prisma.household.count()).toBe(8);
    expect(await take([HEAD, ...VILLAGE])).toMatchObject({ updated: 1, unchanged: 7 });
    expect(await loadHouseholds(store.prisma)).toHaveLength(8);
  });

  it('leaves alone what a part of a village, another village, or a file with rejected rows does not name', async () => {
    await take([HEAD, ...VILLAGE, '清溪镇,花坪村,一组,H1,何伟,,脱贫户,1,1,']);
    expect(await take([HEAD, ...VILLAGE.slice(0, 3)])).toMatchObject({
      deactivated: 0,
      partial: [{ place: '清溪镇石磨村', absent: 5 }],
    });
    expect(await take([HEAD, ...VILLAGE.slice(1), '清溪镇,石磨村,一组,Q9,,,,,,'])).toMatchObject({
      deactivated: 0,
      partial: [{ absent: 1 }],
    });
    expect(await loadHouseholds(store.prisma)).toHaveLength(9);
  });

  it('two at once end as one after the other', async () => {
    const [a, b] = await Promise.all([take([HEAD, ...VILLAGE]), take([HEAD, ...VILLAGE])]);
    expect([a.added, b.added].sort()).toEqual([0, 8]);
    expect(await store.prisma.household.count()).toBe(8);
  });

  it('all or nothing', async () => {
    await take([HEAD, ...VILLAGE]);
    const parsed = await readRosterFile({
      name: 'b.csv',
      bytes: new TextEncoder().encode(
        [HEAD, '清溪镇,花坪村,一组,H1,何伟,,,1,,', '清溪镇,花坪村,一组,H2,单凤英,,,1,,'].join('\n'),
      ),
    });
    if (parsed.kind !== 'households') throw new Error(parsed.kind);
    Object.assign(parsed.households[1]!, { population: 2 ** 40 });
    await expect(
      importRoster(store.prisma, sealer, parsed, { file: 'b', sha256: '', actor: 'test', now }),
    ).rejects.toThrow();
    expect(await store.prisma.household.count()).toBe(8);
    expect(await store.prisma.rosterImport.count()).toBe(1);
  });

  it('in more than one chunk', async () => {
    const lines = Array.from(
      { length: 12_000 },
      (_, i) => `清溪镇,村${i % 40}村,一组,N${i},何伟,,脱贫户,1,1,`,
    );
    expect(await take([HEAD, ...lines])).toMatchObject({ added: 12_000 });
    expect(await take([HEAD, ...lines])).toMatchObject({ unchanged: 12_000 });
    expect(await loadHouseholds(store.prisma)).toHaveLength(12_000);
  });
});

describe('importing people', () => {
  const PEOPLE = [
    '姓名,单位,职务,角色,负责村,微信群昵称',
    '甲一,清溪镇政府,干部,干部,石磨村,石磨-甲一',
    '乙二,清溪镇政府,副镇长,领导,清溪镇,',
  ];

  it('adds, changes, and repeats without effect', async () => {
    expect(await take(PEOPLE)).toMatchObject({ kind: 'people', added: 2 });
    const version = await rosterVersion(store.prisma);
    expect(await take(PEOPLE)).toMatchObject({ added: 0, updated: 0, unchanged: 2 });
    expect(await rosterVersion(store.prisma)).toBe(version);
    expect(await take([PEOPLE[0]!, '甲一,清溪镇政府,干部,干部,石磨村；花坪村,石磨-甲一'])).toMatchObject({
      updated: 1,
      deactivated: 0,
    });
    expect(await loadPeople(store.prisma)).toEqual([
      {
        id: expect.any(String),
        name: '乙二',
        unit: '清溪镇政府',
        post: '副镇长',
        role: 'leader',
        villages: ['清溪镇'],
        nicknames: [],
      },
      {
        id: expect.any(String),
        name: '甲一',
        unit: '清溪镇政府',
        post: '干部',
        role: 'cadre',
        villages: ['石磨村', '花坪村'],
        nicknames: ['石磨-甲一'],
      },
    ]);
  });
});

describe('an official who changes units', () => {
  const HEADS = '姓名,单位,职务,角色';
  const before = [
    HEADS,
    '甲一,清溪镇政府,干部,干部',
    '乙二,清溪镇政府,副镇长,领导',
    '丙三,花坪镇政府,干部,干部',
  ];

  it('stays the same person in a list of everybody', async () => {
    await take(before);
    const old = (await loadPeople(store.prisma)).find((one) => one.name === '甲一')!;
    await take([HEADS, '甲一,花坪镇政府,干部,干部', ...before.slice(2)]);
    const people = (await loadPeople(store.prisma)).filter((one) => one.name === '甲一');
    expect(people).toMatchObject([{ id: old.id, unit: '花坪镇政府' }]);
  });

  it('may be somebody else in a list of a few, or where the name stands twice', async () => {
    await take(before);
    await take([HEADS, '甲一,花坪镇政府,干部,干部']);
    expect((await loadPeople(store.prisma)).filter((one) => one.name === '甲一')).toHaveLength(2);
  });
});

it('an empty database has version 0 and nothing in it', async () => {
  expect(await rosterVersion(store.prisma)).toBe('0');
  expect(await loadHouseholds(store.prisma)).toEqual([]);
  expect(await loadPeople(store.prisma)).toEqual([]);
});

describe('the command', () => {
  const folder = mkdtempSync(join(tmpdir(), 'roster-'));
  async function run(text: string, check: boolean) {
    const file = join(folder, 'r.csv');
    writeFileSync(file, text);
    return command(file, check);
  }
  async function command(file: string, check: boolean) {
    const out: string[] = [];
    const err: string[] = [];
    const status = await rosterCommand(
      { file, check },
      {
        clock: { now: () => now },
        actor: 'cli',
        withStore: (work) => work({ prisma: store.prisma, sealer }),
        out: (line) => out.push(line),
        err: (line) => err.push(line),
      },
    );
    return { status, out: out.map((line) => JSON.parse(line) as unknown), err };
  }

  it('with --check touches nothing', async () => {
    const { status, out } = await run([HEAD, ...VILLAGE].join('\n'), true);
    expect(status).toBe(0);
    expect(out).toMatchObject([
      {
        kind: 'households',
        check: true,
        accepted: 8,
        rejected: [],
        places: [{ town: '清溪镇', village: '石磨村', count: 8 }],
      },
    ]);
    expect(await store.prisma.rosterImport.count()).toBe(0);
  });

  it('imports, lists rejected rows and exits with 1', async () => {
    const { status, out, err } = await run(
      [HEAD, ...VILLAGE, '清溪镇,石磨村,一组,Q0,何伟,,,1,,'].join('\n'),
      false,
    );
    expect(status).toBe(1);
    expect(out).toMatchObject([
      { accepted: 8, added: 8, rejected: [{ row: 10, cause: '户编码重复（与第2行相同）' }] },
    ]);
    expect(err).toEqual([expect.stringMatching(/r\.csv:10 户编码重复/)]);
    expect(await store.prisma.rosterImport.findFirst()).toMatchObject({
      accepted: 8,
      rejected: [{ row: 10 }],
    });
  });

  it('exits with 2 and one line for a file it cannot use', async () => {
    for (const result of [await run('a,b\n1,2', false), await command(join(folder, 'none.csv'), false)]) {
      expect(result.status).toBe(2);
      expect(result.out).toEqual([]);
      expect(result.err).toHaveLength(1);
    }
  });
});
