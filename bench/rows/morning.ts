import path from 'node:path';
import { newId } from '../../src/core/ids.js';
import { silentLog } from '../../src/core/ports.js';
import { dayToDate, fromLocal } from '../../src/core/time.js';
import { loadDuties } from '../../src/duty/index.js';
import { packageRoot } from '../../src/files/package-root.js';
import { loadTemplates } from '../../src/reply/index.js';
import { newMemo, runTick } from '../../src/schedule/index.js';
import { openStore, type Store } from '../../src/store/client.js';
import { scratchDatabase } from '../ground.js';
import { median, times } from '../numbers.js';
import type { Row } from '../table.js';

interface Size {
  households: number;
  towns: number;
  villages: number; // of all towns
  people: number;
  items: number;
  visits: number;
}

const COUNTY: Size = {
  households: 20_000,
  towns: 20,
  villages: 200,
  people: 3_000,
  items: 2_000,
  visits: 20_000,
};
const MOST_SECONDS = 10;
const MOST_TIMES = 2.2;
/** A Monday on which the week's visits open, with everything else that happens to be due. */
const MORNING = fromLocal('2026-05-25T08:30');

/** The morning run of a county: plans what is due for everybody and puts it into the outbox; and of one with twice the households. */
export async function morning(quick: boolean): Promise<Row[]> {
  const rounds = quick ? 1 : 3;
  const one = await measure(COUNTY, rounds);
  const two = await measure(
    { ...COUNTY, households: 2 * COUNTY.households, visits: 2 * COUNTY.visits },
    rounds,
  );
  const ratio = two.seconds / one.seconds;
  return [
    {
      what: 'morning run, 20,000 households, 3,000 people, 2,000 items',
      figure: `${one.seconds.toFixed(1)} s`,
      goal: `< ${MOST_SECONDS} s`,
      met: one.seconds < MOST_SECONDS,
      note: `${one.todos} to-dos with ${one.nudges} points' worth of steps; ${one.first.toFixed(1)} s with the register imported anew`,
    },
    {
      what: 'the same with twice as many households',
      figure: `${two.seconds.toFixed(1)} s`,
      ratio: times(ratio),
      goal: `≤ ${MOST_TIMES}`,
      met: ratio <= MOST_TIMES,
    },
  ];
}

async function measure(size: Size, rounds: number) {
  const store = openStore(await scratchDatabase(), 4);
  try {
    await fill(store, size);
    const book = loadDuties(path.join(packageRoot(), 'intents'));
    const templates = loadTemplates(path.join(packageRoot(), 'templates'));
    const deps = { store, gateway: 'bench', book: () => book, templates: () => templates, log: silentLog };
    const seconds: number[] = [];
    let result = { todos: 0, nudges: 0 };
    const county = newMemo().county;
    for (let i = 0; i <= rounds; i++) {
      await store.prisma.$executeRaw`TRUNCATE nudge, outgoing`;
      const from = performance.now();
      result = await runTick(deps, MORNING, { county });
      seconds.push((performance.now() - from) / 1000);
    }
    return { seconds: median(seconds.slice(1)), first: seconds[0]!, ...result };
  } finally {
    await store.close();
  }
}

async function fill({ prisma }: Store, size: Size): Promise<void> {
  const importId = newId();
  await prisma.rosterImport.create({
    data: { id: importId, kind: 'households', file: 'bench', sha256: '', accepted: 0, rejected: [] },
  });
  const village = (i: number) => ({ town: `第${(i % size.towns) + 1}镇`, village: `第${i + 1}村` });
  const people = Array.from({ length: size.people }, (_, i) => {
    const place = village(i % size.villages);
    const role = i % 30 === 0 ? 'leader' : i % 15 === 1 ? 'clerk' : 'cadre';
    const unit =
      i % 3 === 0 ? `${place.town}政府` : i % 3 === 1 ? `${place.village}工作队` : `县第${(i % 60) + 1}局`;
    return {
      id: newId(),
      name: `干部${i}`,
      unit,
      post: '',
      role,
      villages: role === 'cadre' ? [place.village] : [place.town],
      nicknames: [],
    };
  });
  await prisma.person.createMany({ data: people });
  const contacts = people.map(({ id, name }) => ({ id: newId(), gateway: 'bench', name, personId: id }));
  await prisma.contact.createMany({ data: contacts });
  await prisma.contactAddress.createMany({
    data: contacts.map(({ id, name }) => ({ gateway: 'bench', externalId: name, contactId: id })),
  });
  const talk = newId();
  await prisma.conversation.create({ data: { id: talk, gateway: 'bench', kind: 'room' } });
  const households = Array.from({ length: size.households }, (_, i) => ({
    id: newId(),
    code: `H${i}`,
    ...village(i % size.villages),
    householder: `户主${i}`,
    category: i % 10 === 0 ? '监测户' : i % 3 === 0 ? '一般户' : '脱贫户',
    helper: people[i % people.length]!.name,
    guarantor: people[(i % 100) * 30]!.name,
    importId,
  }));
  for (let from = 0; from < households.length; from += 5_000)
    await prisma.household.createMany({ data: households.slice(from, from + 5_000) });
  await prisma.item.createMany({
    data: Array.from({ length: size.items }, (_, i) => ({
      id: newId(),
      ledger: ['problems', 'loans', 'projects', 'actions', 'leads'][i % 5]!,
      key: `I${i}`,
      title: `事项${i}`,
      state: 'open',
      owner: people[i % people.length]!.name,
      leader: people[(i % 100) * 30]!.name,
      dueClass: 'dated',
      nextDue: dayToDate(
        new Date(MORNING.getTime() + ((i % 90) - 30) * 86_400_000).toISOString().slice(0, 10),
      ),
      openedAt: fromLocal('2026-03-02T09:00'),
    })),
  });
  const message = newId();
  await prisma.message.create({
    data: {
      id: message,
      gateway: 'bench',
      externalId: 'm',
      conversationId: talk,
      contactId: contacts[0]!.id,
      type: 'text',
      text: '',
      digest: '',
      sentAt: MORNING,
      state: 'done',
    },
  });
  const visits = Array.from({ length: size.visits }, (_, i) => ({
    id: newId(),
    messageId: message,
    index: i,
    kind: 'visit',
    data: {},
    contactId: contacts[i % contacts.length]!.id,
    occurredOn: dayToDate(`2026-0${4 + (i % 2)}-${String(1 + (i % 24)).padStart(2, '0')}`),
    householdId: households[(i * 7) % households.length]!.id,
  }));
  for (let from = 0; from < visits.length; from += 5_000)
    await prisma.record.createMany({ data: visits.slice(from, from + 5_000) });
  await prisma.$executeRaw`ANALYZE`;
}
