import { addDays } from '../calendar/index.js';
import { fromLocal, localDay } from '../core/time.js';
import {
  queriesOf,
  wantedResponsibilities,
  type DutyBook,
  type DutyDefinition,
  type Facts,
  type Home,
  type Official,
  type Proof,
} from '../duty/index.js';
import type { Db, Store } from '../store/client.js';
import {
  loadAway,
  loadHolds,
  loadHomes,
  loadItemEvents,
  loadOfficials,
  loadOpenItems,
  loadReplied,
  loadSaid,
} from '../store/duty-facts.js';
import { loadProofs } from '../store/duty-proofs.js';
import { answeringSince, keepResponsibilities } from '../store/responsibilities.js';
import { listPlans } from '../store/plans.js';
import { unansweredQuestions } from '../store/questions.js';
import { rosterVersion } from '../store/roster.js';
import { loadShown } from '../store/todo-requests.js';
import { projectAbsences } from './absences.js';

/** What one process may keep between two looks: the register only changes with an import. */
export interface CountyMemo {
  version?: string;
  columns?: string;
  people?: readonly Official[];
  homes?: readonly Home[];
}

/** Longest a step may have been said before it could still matter, and events and replies been given. */
const LOOK_BACK_DAYS = 200;

/** A list that was asked for longer ago than this was followed by a reminder, or by another list. */
const SHOWN_DAYS = 14;

/** From when on what was said and answered is looked at. */
export const saidSince = (now: Date): Date => fromLocal(addDays(localDay(now), -LOOK_BACK_DAYS));

const TIMEOUT_MS = 120_000;

/** One transaction about the county. What the memo took from one that came to nothing was never kept: it is read anew. */
export async function aboutCounty<T>(
  store: Store,
  memo: CountyMemo,
  work: (tx: Db) => Promise<T>,
): Promise<T> {
  try {
    return await store.prisma.$transaction(work, { timeout: TIMEOUT_MS, maxWait: 10_000 });
  } catch (error) {
    delete memo.version;
    throw error;
  }
}

/** The county as it stands, for these duties: responsibilities and absences brought up to date first. */
export async function loadCounty(
  tx: Db,
  book: DutyBook,
  duties: readonly DutyDefinition[],
  now: Date,
  memo: CountyMemo,
): Promise<Facts> {
  const day = localDay(now);
  const { people, homes } = await register(tx, book, now, memo);
  await projectAbsences(tx, people, book.settings, now);
  const since = saidSince(now);
  const ledgers = [...new Set(duties.flatMap((duty) => duty.who.items?.ledger ?? []))];
  const events = [
    ...new Set(duties.flatMap((duty) => duty.satisfiedBy.flatMap((rule) => rule.events ?? []))),
  ];
  const holds = await loadHolds(tx, day);
  const away = await loadAway(tx, day);
  const items = ledgers.length === 0 ? [] : await loadOpenItems(tx, ledgers);
  const itemProofs = await loadItemEvents(tx, events, since);
  const said = await loadSaid(tx, since);
  const replied = await loadReplied(tx, since);
  const shown = await loadShown(tx, fromLocal(addDays(day, -SHOWN_DAYS)));
  const proofs = new Map<string, readonly Proof[]>();
  for (const query of queriesOf(book, now, duties))
    proofs.set(JSON.stringify(query), await loadProofs(tx, query));
  const waiting = {
    questions: await unansweredQuestions(tx),
    plans: (await listPlans(tx, 'draft')).map(({ short, title }) => ({ short, title })),
  };
  return {
    people,
    homes,
    holds,
    away,
    items,
    itemProofs,
    said,
    replied,
    shown,
    waiting,
    since: await answeringSince(tx),
    proofs: (query) => proofs.get(JSON.stringify(query)) ?? [],
  };
}

async function register(
  tx: Db,
  book: DutyBook,
  now: Date,
  memo: CountyMemo,
): Promise<{ people: readonly Official[]; homes: readonly Home[] }> {
  const version = await rosterVersion(tx);
  const columns = [
    ...new Set(
      book.duties.flatMap(({ who }) => [
        ...Object.keys(who.households?.attributes ?? {}),
        ...(who.column === undefined ? [] : [who.column]),
      ]),
    ),
  ].sort();
  const key = columns.join('|');
  if (memo.version === version && memo.columns === key && memo.people && memo.homes)
    return { people: memo.people, homes: memo.homes };
  const people = await loadOfficials(tx);
  const homes = await loadHomes(tx, columns);
  await keepResponsibilities(
    tx,
    wantedResponsibilities(people, homes),
    { roster: version },
    localDay(now),
    now,
  );
  Object.assign(memo, { version, columns: key, people, homes });
  return { people, homes };
}
