import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import path from 'node:path';
import { newId } from '../../src/core/ids.js';
import { ItemBook } from '../../src/inbox/items.js';
import { rebuildLedger } from '../../src/inbox/rebuild.js';
import { loadLedgerRules } from '../../src/ledger/index.js';
import { packageRoot } from '../../src/files/package-root.js';
import { openStore, type Store } from '../../src/store/client.js';
import { inTransaction } from '../../src/store/turn.js';
import { testDatabase, type TestDatabase } from '../support/database.js';

const rules = loadLedgerRules(path.join(packageRoot(), 'intents'));
const NOW = new Date('2026-06-01T02:00:00Z');
let database: TestDatabase;
let store: Store;
const people: { contactId: string; personId: string }[] = [];
let room: string;
let talk: string;

beforeAll(async () => {
  database = await testDatabase();
  store = openStore(database.url, 6);
  const { prisma } = store;
  const officials: [string, string][] = [
    ['田禾', 'cadre'],
    ['沈青', 'leader'],
    ['骆小雨', 'clerk'],
  ];
  for (const [name, role] of officials) {
    const personId = newId();
    const contactId = newId();
    await prisma.person.create({ data: { id: personId, name, role } });
    await prisma.contact.create({ data: { id: contactId, gateway: 'fake', name, personId } });
    people.push({ contactId, personId });
  }
  room = newId();
  talk = newId();
  await prisma.conversation.create({ data: { id: room, gateway: 'fake', kind: 'room' } });
  await prisma.conversation.create({
    data: { id: talk, gateway: 'fake', kind: 'private', contactId: people[1]!.contactId },
  });
});
afterAll(async () => {
  await store.close();
  await database.drop();
});

/** Something that happens: a message with records comes, one is recalled or comes back, one is corrected. */
type Happening =
  | { type: 'say'; minute: number; who: number; inPrivate: boolean; records: object[] }
  | { type: 'recall' | 'restore'; nth: number }
  | { type: 'correct'; nth: number; change: object }
  | { type: 'again'; nth: number };

const NAMES = ['田禾', '沈青', '骆小雨'];
const record = fc.oneof(
  fc.record({
    kind: fc.constant('rectification'),
    number: fc.integer({ min: 1, max: 3 }),
    action: fc.constantFrom('register', 'progress', 'claim', 'request-close', 'return', 'close'),
    problem: fc.constantFrom('甲', '乙', undefined),
    owner: fc.constantFrom(...NAMES, undefined),
    measures: fc.constantFrom(['改'], undefined),
    evidence: fc.constantFrom(1, 2, undefined),
    tasks: fc.constantFrom(undefined, undefined, ['补牌', '换报告']),
    longTerm: fc.constantFrom(true, undefined, undefined),
    milestones: fc.constantFrom([{ name: '完成', due: '2026-07-31' }], undefined),
  }),
  fc.record({
    kind: fc.constant('lead'),
    risk: fc.constantFrom('water', 'medical'),
    subject: fc.constantFrom('老丁', '老田'),
    detail: fc.constantFrom('停水', '漏雨'),
  }),
  fc.record({
    kind: fc.constant('visit'),
    householder: fc.constantFrom('老丁', '老田'),
    needs: fc.constantFrom(['要棉被'], ['要棉被', '修路'], undefined),
  }),
  fc.record({
    kind: fc.constant('project'),
    project: fc.constantFrom('产业路', '产业路项目', '便民桥工程'),
    percent: fc.integer({ min: 0, max: 100 }),
    stage: fc.constantFrom('在建', '已验收', undefined),
  }),
  fc.record({
    kind: fc.constant('loan'),
    borrower: fc.constantFrom('老丁', '老田'),
    event: fc.constantFrom('listed', 'repaid', 'renew', 'overdue', 'notified'),
    due: fc.constantFrom('2026-07-01', undefined),
  }),
  fc.record({
    kind: fc.constant('handling'),
    ledger: fc.constantFrom('leads', 'needs', 'projects', 'tasks'),
    number: fc.integer({ min: 1, max: 6 }),
    verb: fc.constantFrom('assign', 'verify', 'refute', 'close', 'return', 'adopt', 'claim', 'progress'),
    unit: fc.constantFrom('水利站', undefined),
    note: fc.constantFrom('已换', undefined),
    evidence: fc.constantFrom(1, undefined),
  }),
);
const nth = fc.nat({ max: 30 });
const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant('say' as const),
      minute: fc.nat({ max: 600 }),
      who: fc.nat({ max: 2 }),
      inPrivate: fc.boolean(),
      records: fc.array(record, { minLength: 1, maxLength: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constantFrom('recall' as const, 'restore' as const), nth }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('correct' as const),
      nth,
      change: fc.constantFrom({ number: 2 }, { detail: '改过' }, { action: 'claim' }, { percent: 55 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('again' as const), nth }) },
);

/** Everything in the ledgers that does not depend on when it was computed. */
async function shot() {
  const items = await store.prisma.item.findMany({ orderBy: [{ ledger: 'asc' }, { key: 'asc' }] });
  const events = await store.prisma.itemEvent.findMany({ where: { voidedAt: null }, orderBy: { id: 'asc' } });
  const held = await store.prisma.responsibility.findMany({ where: { subjectKind: 'item', until: null } });
  return {
    items: items.map(({ updatedAt: _, openedAt, ...item }) => ({
      ...item,
      openedAt: item.state === '' ? null : openedAt,
    })),
    events: events.map(({ id, itemId, type, recordId, messageId, actor, data, at }) => ({
      id,
      itemId,
      type,
      recordId,
      messageId,
      actor,
      data,
      at,
    })),
    held: held
      .map(({ subjectId, role, name, personId }) => `${subjectId} ${role} ${name} ${personId ?? ''}`)
      .sort(),
  };
}

async function clean() {
  await store.prisma.$executeRawUnsafe(
    'TRUNCATE item, item_event, record, record_change, message, responsibility CASCADE',
  );
  await store.prisma.$executeRawUnsafe('ALTER SEQUENCE item_number RESTART');
}

/** Plays a history; after each step the turn's own projection has run. */
async function play(happenings: readonly Happening[]): Promise<string[]> {
  const messages: { id: string; records: string[] }[] = [];
  for (const one of happenings) {
    await inTransaction(store, async (tx) => {
      const book = new ItemBook(tx, rules, NOW, () => Promise.resolve());
      if (one.type === 'say') {
        const id = newId();
        const contactId = people[one.who]!.contactId;
        const sentAt = new Date(Date.UTC(2026, 4, 11, 1, one.minute));
        await tx.message.create({
          data: {
            id,
            gateway: 'fake',
            externalId: id,
            conversationId: one.inPrivate ? talk : room,
            contactId,
            type: 'text',
            text: '',
            digest: '',
            sentAt,
            state: 'done',
          },
        });
        const rows = one.records.map((data, i) => ({
          id: newId(),
          messageId: id,
          index: i + 1,
          kind: (data as { kind: string }).kind,
          data: JSON.parse(JSON.stringify(data)) as object,
          contactId,
          occurredOn: new Date('2026-05-11'),
        }));
        await tx.record.createMany({ data: rows });
        messages.push({ id, records: rows.map((row) => row.id) });
        book.touch([id]);
      } else {
        const target = messages[one.nth % Math.max(1, messages.length)];
        if (!target) return;
        if (one.type === 'recall' || one.type === 'restore')
          await tx.record.updateMany({
            where: { messageId: target.id },
            data: { state: one.type === 'recall' ? 'retracted' : 'active' },
          });
        if (one.type === 'correct') {
          const row = await tx.record.findUniqueOrThrow({ where: { id: target.records[0]! } });
          await tx.record.update({
            where: { id: row.id },
            data: { data: { ...(row.data as object), ...one.change } },
          });
        }
        book.touch([target.id]);
      }
      await book.settle();
    });
  }
  return messages.map((message) => message.id);
}

describe('the ledger is a function of its records', () => {
  test('made anew it is the same, whatever happened in whatever order', { timeout: 300_000 }, async () => {
    let open = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { minLength: 3, maxLength: 25 }), async (happenings) => {
        await clean();
        const messages = await play(happenings);
        const incremental = await shot();
        open += incremental.items.filter((one) => one.state !== '').length;
        await rebuildLedger(store, rules, NOW);
        expect(await shot()).toEqual(incremental);
        // Messages that are looked at again, in another order and together, change nothing.
        await inTransaction(store, async (tx) => {
          const book = new ItemBook(tx, rules, NOW, () => Promise.resolve());
          book.touch([...messages].reverse());
          await book.settle();
        });
        expect(await shot()).toEqual(incremental);
      }),
      { numRuns: 30, seed: 20261122 },
    );
    expect(open).toBeGreaterThan(100);
  });

  test('everything recalled leaves nothing', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { minLength: 3, maxLength: 15 }), async (happenings) => {
        await clean();
        const messages = await play(happenings);
        await play([]);
        await inTransaction(store, async (tx) => {
          await tx.record.updateMany({ data: { state: 'retracted' } });
          const book = new ItemBook(tx, rules, NOW, () => Promise.resolve());
          book.touch(messages);
          await book.settle();
        });
        const left = await shot();
        expect(left.items.filter((one) => one.state !== '')).toEqual([]);
        expect(left.events).toEqual([]);
        expect(left.held).toEqual([]);
      }),
      { numRuns: 15, seed: 7 },
    );
  });
});
