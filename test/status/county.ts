import { newId } from '../../src/core/ids.js';
import { dayToDate } from '../../src/core/time.js';
import { openStore, type Store } from '../../src/store/client.js';
import { testDatabase } from '../support/database.js';

export interface Row {
  kind: string;
  state: string;
  day: string;
  village: string | null;
  subject: string | null;
  household: number | null; // index of the household
  data: Record<string, string | number | string[]>;
}

export interface Home {
  town: string;
  village: string;
  group: string;
  householder: string;
  category: string;
  helper: string;
  population: number | null;
  active: boolean;
  attributes?: Record<string, string>;
}

export interface StatusCounty {
  store: Store;
  contactId: string;
  conversationId: string;
  close(): Promise<void>;
}

/** A database with these households and records, all told by one person in one group. */
export async function openCounty(homes: readonly Home[], rows: readonly Row[]): Promise<StatusCounty> {
  const database = await testDatabase();
  const store = openStore(database.url);
  const { prisma } = store;
  const [contactId, conversationId, importId] = [newId(), newId(), newId()];
  await prisma.contact.create({ data: { id: contactId, gateway: 'fake', name: '田禾' } });
  await prisma.conversation.create({ data: { id: conversationId, gateway: 'fake', kind: 'room' } });
  await prisma.rosterImport.create({
    data: { id: importId, kind: 'households', file: 'f', sha256: '', accepted: homes.length, rejected: [] },
  });
  const ids = homes.map(() => newId());
  await prisma.household.createMany({
    data: homes.map((home, i) => ({ ...home, id: ids[i]!, code: `H${i}`, importId })),
  });
  const messages = rows.map(() => newId());
  await prisma.message.createMany({
    data: rows.map((row, i) => ({
      id: messages[i]!,
      gateway: 'fake',
      externalId: `m${i}`,
      conversationId,
      contactId,
      type: 'text',
      text: '',
      digest: '',
      sentAt: dayToDate(row.day),
      state: 'done',
    })),
  });
  await prisma.record.createMany({
    data: rows.map((row, i) => ({
      id: newId(),
      messageId: messages[i]!,
      index: 1,
      kind: row.kind,
      state: row.state,
      data: row.data,
      contactId,
      occurredOn: dayToDate(row.day),
      village: row.village,
      subject: row.subject,
      householdId: row.household === null ? null : ids[row.household]!,
      createdAt: new Date(1_700_000_000_000 + i * 1000),
    })),
  });
  return {
    store,
    contactId,
    conversationId,
    async close() {
      await store.close();
      await database.drop();
    },
  };
}
