import { newId } from '../../src/core/ids.js';
import { silentLog } from '../../src/core/ports.js';
import { dayToDate, fromLocal } from '../../src/core/time.js';
import { loadDuties, type DutyBook } from '../../src/duty/index.js';
import { packageRoot } from '../../src/files/package-root.js';
import { loadTemplates } from '../../src/reply/index.js';
import { loadExports } from '../../src/export/index.js';
import { loadStatus } from '../../src/status/index.js';
import { runTick, type TickDeps, type TickMemo, type TickResult } from '../../src/schedule/index.js';
import { openStore, type Store } from '../../src/store/client.js';
import path from 'node:path';
import { testDatabase } from '../support/database.js';

export interface PersonSpec {
  name: string;
  unit: string;
  role?: string;
  post?: string;
  villages?: string[];
  chat?: boolean; // false: no chat account
}

export interface HomeSpec {
  code: string;
  town: string;
  village: string;
  householder: string;
  category?: string;
  helper?: string;
  guarantor?: string;
}

export interface Told {
  to: string;
  text: string;
  because: {
    lines?: { duty: string; as: string; dues: { title: string; step: string; due: string }[] }[];
    gaps?: string[];
  };
}

/** A county of one's own in a real database, and the clock that asks what is due. */
export interface TestCounty {
  store: Store;
  book: DutyBook;
  deps: TickDeps;
  people(specs: readonly PersonSpec[]): Promise<void>;
  homes(specs: readonly HomeSpec[]): Promise<void>;
  /** A record as a message would have made it. */
  record(
    by: string,
    kind: string,
    at: string,
    data: Record<string, unknown>,
    where?: { household?: string; village?: string; on?: string; text?: string },
  ): Promise<string>;
  item(spec: {
    ledger: string;
    key: string;
    title: string;
    state: string;
    owner?: string;
    leader?: string;
    leadUnit?: string;
    units?: string[];
    nextDue?: string;
    dueClass?: string;
    opened?: string;
  }): Promise<string>;
  tick(at: string, memo?: TickMemo): Promise<TickResult>;
  /** What was put into the outbox since the last call. */
  told(): Promise<Told[]>;
  id(name: string): string;
  close(): Promise<void>;
}

/** The definitions of the product, which no test changes: read once. */
let definitions: ReturnType<typeof read> | undefined;

function read() {
  const intents = path.join(packageRoot(), 'intents');
  return {
    book: loadDuties(intents),
    templates: loadTemplates(path.join(packageRoot(), 'templates')),
    outlines: loadExports(intents).outlines,
    metrics: loadStatus(intents)!.metrics,
  };
}

export async function testCounty(): Promise<TestCounty> {
  const database = await testDatabase();
  const store = openStore(database.url, 6);
  const { book, templates, outlines, metrics } = (definitions ??= read());
  const deps: TickDeps = {
    store,
    gateway: 'fake',
    book: () => book,
    templates: () => templates,
    outlines: () => ({ definitions: outlines, metrics }),
    log: silentLog,
  };
  const ids = new Map<string, { person: string; contact: string; talk: string }>();
  let seen = 0n;
  const { prisma } = store;

  async function imported(kind: string): Promise<string> {
    const id = newId();
    await prisma.rosterImport.create({
      data: { id, kind, file: 'test', sha256: '', accepted: 1, rejected: [] },
    });
    return id;
  }

  return {
    store,
    book,
    deps,
    async people(specs) {
      await imported('people');
      for (const { name, unit, role = 'cadre', post = '', villages = [], chat = true } of specs) {
        const one = { person: newId(), contact: newId(), talk: newId() };
        ids.set(name, one);
        await prisma.person.create({ data: { id: one.person, name, unit, role, post, villages } });
        await prisma.contact.create({
          data: {
            id: one.contact,
            gateway: 'fake',
            name,
            personId: chat ? one.person : null,
            addresses: { create: { gateway: 'fake', externalId: `chat-${name}` } },
          },
        });
        await prisma.conversation.create({
          data: { id: one.talk, gateway: 'fake', kind: 'private', contactId: one.contact },
        });
      }
    },
    async homes(specs) {
      const importId = await imported('households');
      await prisma.household.createMany({
        data: specs.map((spec) => ({ category: '脱贫户', ...spec, id: newId(), importId })),
      });
    },
    async record(by, kind, at, data, where = {}) {
      const who = ids.get(by)!;
      const [message, record] = [newId(), newId()];
      const household =
        where.household === undefined
          ? null
          : await prisma.household.findUniqueOrThrow({ where: { code: where.household } });
      await prisma.message.create({
        data: {
          id: message,
          gateway: 'fake',
          externalId: message,
          conversationId: who.talk,
          contactId: who.contact,
          type: 'text',
          text: where.text ?? '',
          digest: message,
          sentAt: fromLocal(at),
          state: 'done',
        },
      });
      await prisma.record.create({
        data: {
          id: record,
          messageId: message,
          index: 1,
          kind,
          data: { kind, ...data },
          contactId: who.contact,
          occurredOn: dayToDate(where.on ?? at.slice(0, 10)),
          householdId: household?.id ?? null,
          village: household?.village ?? where.village ?? null,
          createdAt: fromLocal(at),
          updatedAt: fromLocal(at),
        },
      });
      return record;
    },
    async item({ opened = '2026-03-02T09:00', nextDue, ...spec }) {
      const id = newId();
      await prisma.item.create({
        data: {
          id,
          ...spec,
          openedAt: fromLocal(opened),
          updatedAt: fromLocal(opened),
          nextDue: nextDue === undefined ? null : dayToDate(nextDue),
          dueClass: spec.dueClass ?? 'dated',
        },
      });
      return id;
    },
    tick: (at, memo) => runTick(deps, fromLocal(at), memo),
    async told() {
      const rows = await prisma.outgoing.findMany({
        where: { seq: { gt: seen } },
        orderBy: { seq: 'asc' },
        include: { conversation: { include: { contact: true } } },
      });
      seen = rows.at(-1)?.seq ?? seen;
      return rows.map((row) => ({
        to: row.conversation.contact!.name,
        text: row.text,
        because: row.because as never,
      }));
    },
    id: (name) => ids.get(name)!.person,
    async close() {
      await store.close();
      await database.drop();
    },
  };
}
