import type { Log } from '../core/ports.js';
import { fromLocal, localDay, toLocal } from '../core/time.js';
import {
  composeTodos,
  computeDues,
  gapId,
  gapNotices,
  planNudges,
  stepsOf,
  type Due,
  type DutyBook,
  type DutyDefinition,
  type GapNotice,
  type Todo,
} from '../duty/index.js';
import type { Templates } from '../reply/index.js';
import type { Db, Store } from '../store/client.js';
import {
  addTodos,
  lockTick,
  privateTalks,
  todosSince,
  waitingTodos,
  withdrawTodos,
  type NewTodo,
  type WaitingTodo,
} from '../store/nudges.js';
import { loadSaid } from '../store/duty-facts.js';
import { aboutCounty, loadCounty, saidSince, type CountyMemo } from './county.js';
import { papersOf, type Outlines } from './papers.js';
import { dueCause, wordsOf } from './words.js';
import { exportStore } from '../store/exports.js';

export interface TickDeps {
  store: Store;
  /** Whose private talks are used. */
  gateway: string;
  book(): DutyBook;
  templates(): Templates;
  /** Papers that a duty's reminder can bring along; absent where none are defined. */
  outlines?(): Pick<Outlines, 'definitions' | 'metrics'>;
  log: Log;
}

/** What one process remembers between ticks; losing it only costs a look that finds nothing new. */
export interface TickMemo {
  slot?: string; // the last that was worked off: 2026-05-14T08:30
  county: CountyMemo;
}

export interface TickResult {
  /** The moment of the day that was worked off; undefined where it was quiet, or nothing new had come up. */
  slot?: string | undefined;
  dues: number;
  nudges: number;
  todos: number;
  /** Conversations with something to say once this is committed. */
  speaking: string[];
}

const NOTHING: TickResult = { dues: 0, nudges: 0, todos: 0, speaking: [] };

export const newMemo = (): TickMemo => ({ county: {} });

/**
 * Says what is due at `now` and was not said yet: to each person one private message. Run it as often as you like,
 * anywhere, late, or twice at once: plan, messages and the memory of them are one transaction, and every step has a key
 * that is unique. Quiet outside of working hours. Throws `calendar-year-unknown` for a year without a table.
 */
export async function runTick(deps: TickDeps, now: Date, memo: TickMemo = newMemo()): Promise<TickResult> {
  const book = deps.book();
  if (!book.calendar.inHours(now)) return NOTHING;
  const slot = slotOf(book, now);
  if (slot === undefined) return NOTHING;
  // Nothing new comes up between two times of day; but what still waits to be said may have been done since.
  if (slot === memo.slot && (await waitingTodos(deps.store.prisma)).length === 0) return NOTHING;
  const result = await aboutCounty(deps.store, memo.county, async (tx) =>
    (await lockTick(tx)) ? tick(deps, tx, book, now, slot, memo) : undefined,
  );
  if (result === undefined) return NOTHING; // another process is at it
  memo.slot = slot;
  if (result.todos > 0)
    deps.log.info({ slot, dues: result.dues, nudges: result.nudges, todos: result.todos }, 'to-dos planned');
  return result;
}

/** Times of the day at which something may come up: the morning, and the times that steps name. */
export function timesOf(book: DutyBook): string[] {
  const named = book.duties.flatMap((duty) => stepsOf(duty, book.settings).flatMap((step) => step.at ?? []));
  return [...new Set([book.settings.morning, book.settings.weekly.at, ...named])].sort();
}

/** The last of those times that has come today, with the day. */
function slotOf(book: DutyBook, now: Date): string | undefined {
  const local = toLocal(now);
  const time = timesOf(book)
    .filter((one) => one <= local.slice(11, 16))
    .at(-1);
  return time === undefined ? undefined : `${local.slice(0, 10)}T${time}`;
}

/** Later in the day only what can come up since the last look: steps of that time, signatures, answers that ran out. */
function dutiesOf(book: DutyBook, slot: string, memo: TickMemo): readonly DutyDefinition[] {
  const full = memo.slot?.slice(0, 10) !== slot.slice(0, 10);
  if (full) return book.duties;
  const time = slot.slice(11);
  const since = memo.slot!.slice(11);
  return book.duties.filter(
    (duty) =>
      duty.signed ||
      stepsOf(duty, book.settings).some(
        (step) => (step.at ?? book.settings.morning) > since && (step.at ?? book.settings.morning) <= time,
      ),
  );
}

async function tick(
  deps: TickDeps,
  tx: Db,
  book: DutyBook,
  now: Date,
  slot: string,
  memo: TickMemo,
): Promise<TickResult> {
  const waiting = await waitingTodos(tx);
  const duties = waiting.length > 0 ? book.duties : dutiesOf(book, slot, memo);
  const county = await loadCounty(tx, book, duties, now, memo.county);
  const dues = computeDues(book, county, now, duties);
  const taken = await withdrawTodos(tx, overtaken(waiting, dues), now);
  const facts = taken === 0 ? county : { ...county, said: await loadSaid(tx, saidSince(now)) };
  const planned = planNudges(book, facts, dues, now);
  const sent = await todosSince(tx, fromLocal(localDay(now)));
  const talks = await privateTalks(tx, deps.gateway, [...new Set(facts.people.map((p) => p.id))]);
  const reachable = planned.filter(
    (nudge) => talks.has(nudge.personId) && (sent.get(nudge.personId) ?? 0) < book.settings.messagesPerDay,
  );
  const todos = composeTodos(book, facts, reachable, now);
  const key = taken === 0 ? slot : `${slot}-${toLocal(now).slice(11, 19)}`;
  const papers = deps.outlines?.();
  const outlines = papers && { ...papers, store: exportStore(tx) };
  const messages: NewTodo[] = [];
  for (const todo of todos)
    messages.push({
      ...message(deps.templates(), book, todo, key, now),
      files: await papersOf({ ...deps, outlines }, book, facts, todo, now),
    });
  const unreached = new Set(facts.people.filter((p) => !talks.has(p.id)).map((p) => p.id));
  const notices = gapNotices(book, facts, dues, unreached, now).filter((notice) =>
    talks.has(notice.personId),
  );
  for (const notice of notices)
    withGaps(messages, notice, deps.templates().render('duty-gaps', notice), endOf(book, now), now);
  const speaking = await addTodos(tx, messages, talks, now);
  return { slot, dues: dues.length, nudges: reachable.length, todos: messages.length, speaking };
}

/** To-dos that wait and speak of something that is done, or no longer due: they are taken back, and what is left is said anew. */
function overtaken(waiting: readonly WaitingTodo[], dues: readonly Due[]): string[] {
  const keyOf = (duty: string, subject: string, period: string): string => `${duty}|${subject}|${period}`;
  const open = new Set(
    dues
      .filter((due) => due.state !== 'done' && due.state !== 'waived')
      .map((due) => keyOf(due.duty, due.subject.id, due.period.key)),
  );
  return waiting
    .filter(({ lines }) =>
      lines.some(({ duty, dues: of }) => of.some((due) => !open.has(keyOf(duty, due.subject, due.period)))),
    )
    .map(({ id }) => id);
}

/** Too late in the day, it is not said any more: the next morning says it anew. */
const endOf = (book: DutyBook, now: Date): Date => fromLocal(`${localDay(now)}T${book.calendar.hours.to}`);

function message(templates: Templates, book: DutyBook, todo: Todo, slot: string, now: Date): NewTodo {
  const { lines, cause } = wordsOf(templates, todo);
  const first = todo.lines[0]!.nudges[0]!;
  return {
    personId: todo.personId,
    key: `todo:${todo.personId}:${slot}`,
    text: templates.render('todo', {
      lines,
      deferred: todo.deferred,
      morning: slot.slice(11, 16) === book.settings.morning,
    }),
    because: { duty: first.due.duty, ...dueCause(first.due), step: first.step, lines: cause },
    expiresAt: endOf(book, now),
    nudges: todo.lines.flatMap((line) =>
      line.nudges.map(({ key, due, step, as }) => ({
        key,
        duty: due.duty,
        subject: due.subject.id,
        period: due.period.key,
        step,
        dueAt: due.dueAt,
        because: { as, state: due.state, title: due.subject.title },
      })),
    ),
  };
}

/** The gaps go into the clerk's to-do of the morning, where there is one. */
function withGaps(messages: NewTodo[], notice: GapNotice, text: string, expiresAt: Date, dueAt: Date): void {
  const { personId, period } = notice;
  const gaps = notice.gaps.map((gap) => gap.kind);
  const nudges = notice.gaps.map((gap, i) => ({
    key: `gaps|office|${period}|weekly|${personId}|${i}`,
    duty: 'gaps',
    subject: gapId(gap),
    period,
    step: 'weekly',
    dueAt,
    because: {},
  }));
  const todo = messages.find((one) => one.personId === personId);
  if (!todo)
    return void messages.push({
      personId,
      key: `gaps|office|${period}|weekly|${personId}`,
      text,
      because: { gaps, period },
      expiresAt,
      nudges,
    });
  todo.text = `${todo.text}\n${text}`;
  todo.because = { ...todo.because, gaps };
  todo.nudges.push(...nudges);
}
