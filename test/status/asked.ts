import path from 'node:path';
import type { Household } from '../../src/core/household.js';
import { newId } from '../../src/core/ids.js';
import type { StatusAnswer, StatusDesk } from '../../src/core/status.js';
import { loadDuties } from '../../src/duty/index.js';
import { packageRoot } from '../../src/files/package-root.js';
import { loadTemplates } from '../../src/reply/index.js';
import { createHouseholdIndex } from '../../src/roster/index.js';
import { createStatusDesk, loadStatus } from '../../src/status/index.js';
import { statusLedger } from '../../src/store/status.js';
import { openCounty, type Home, type Row, type StatusCounty } from './county.js';

export interface AskedCounty extends StatusCounty {
  desk: StatusDesk;
  /** Who asks from now on. */
  be(role: string, villages: string[], name: string): Promise<void>;
  /** In private and of the bot, unless something else is said. */
  ask(text: string, where?: { room?: boolean; direct?: boolean }): Promise<StatusAnswer | undefined>;
}

const now = new Date('2026-05-08T01:30:00Z');

/** A county whose status desk can be asked, with the definitions and texts of the product. */
export async function openAskedCounty(homes: readonly Home[], rows: readonly Row[]): Promise<AskedCounty> {
  const county = await openCounty(homes, rows);
  const { prisma } = county.store;
  const templates = loadTemplates(path.join(packageRoot(), 'templates'));
  const desk = createStatusDesk({
    stateOf: (_, state) => state,
    book: loadDuties(path.join(packageRoot(), 'intents')),
    definitions: loadStatus(path.join(packageRoot(), 'intents'))!,
    register: createHouseholdIndex(
      homes.map((h, i): Household => ({ ...h, code: `H${i}`, aliases: [], monitorKind: '' })),
      '1',
    ),
    render: (name, data) => templates.render(name, data),
  });
  let said = 0;
  return {
    ...county,
    desk,
    async be(role, villages, name) {
      const known = await prisma.person.findFirst({ where: { name } });
      const id = known?.id ?? newId();
      if (!known) await prisma.person.create({ data: { id, name, unit: id, role, villages } });
      await prisma.contact.update({ where: { id: county.contactId }, data: { personId: id } });
    },
    async ask(text, { room = false, direct = !room } = {}) {
      const { conversationId, contactId } = county;
      const conversationKind = room ? 'room' : 'private';
      const answer = await desk.answer(
        { text, conversationId, conversationKind, contactId, direct, now },
        statusLedger(prisma),
      );
      if (!answer) return undefined;
      const key = `k${said++}`;
      const { text: words, because } = answer;
      await prisma.outgoing.create({
        data: { id: newId(), conversationId, key, purpose: 'status', text: words, because, createdAt: now },
      });
      return answer;
    },
  };
}
