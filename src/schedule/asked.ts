import type { NewOutgoing } from '../core/effects.js';
import { composeTodos, computeDues, isOwn, openFor, type DutyBook, type Todo } from '../duty/index.js';
import type { Templates } from '../reply/index.js';
import type { Db } from '../store/client.js';
import {
  answerTodoRequests,
  takeTodoRequests,
  todosAsked,
  TODO_LIST,
  type TodoRequest,
} from '../store/todo-requests.js';
import { awaitTick } from '../store/nudges.js';
import { aboutCounty, loadCounty, type CountyMemo } from './county.js';
import type { TickDeps } from './tick.js';
import { wordsOf } from './words.js';

/** Later than this its 今天 and 明天 would be another day's: whoever is still interested asks again. */
const STALE_MS = 12 * 3600_000;

/**
 * Tells whoever asked everything that is open for them at `now`, in private, at any hour: they asked. Run it as often as
 * you like, anywhere, or twice at once: the answer and the end of the request are one transaction. It is no reminder:
 * nothing of it counts as a step, against the cap of a day, or as having been asked. Resolves with the conversations that
 * now have something to say. Throws `calendar-year-unknown` for a year without a table; the request is kept.
 */
export async function answerTodos(deps: TickDeps, now: Date, memo: CountyMemo): Promise<string[]> {
  if (!(await todosAsked(deps.store.prisma, now))) return [];
  return aboutCounty(deps.store, memo, (tx) => answer(deps, tx, now, memo));
}

async function answer(deps: TickDeps, tx: Db, now: Date, memo: CountyMemo): Promise<string[]> {
  // Reading the county brings responsibilities and absences up to date, which one does at a time.
  await awaitTick(tx);
  const requests = await takeTodoRequests(tx, deps.gateway, now);
  if (requests.length === 0) return [];
  const book = deps.book();
  const people = new Set(requests.flatMap(({ personId }) => personId ?? []));
  const todos = people.size === 0 ? new Map<string, Todo>() : await openTodos(tx, book, people, now, memo);
  const answers = requests.map((request) => ({
    request,
    say: saying(
      deps.templates(),
      request,
      request.personId === null ? undefined : todos.get(request.personId),
      now,
    ),
  }));
  deps.log.info({ requests: requests.length }, 'to-dos told to whoever asked');
  return answerTodoRequests(tx, deps.gateway, answers, now);
}

async function openTodos(
  tx: Db,
  book: DutyBook,
  people: ReadonlySet<string>,
  now: Date,
  memo: CountyMemo,
): Promise<Map<string, Todo>> {
  const facts = await loadCounty(tx, book, book.duties, now, memo);
  const open = openFor(book, facts, computeDues(book, facts, now, book.duties, true), people, now);
  const todos = composeTodos(book, facts, open, now, { most: book.settings.asked, ownFirst: true });
  return new Map(todos.map((todo) => [todo.personId, todo]));
}

/** One text for all messages of theirs that asked and wait. */
function saying(
  templates: Templates,
  { contactId, personId, messages }: TodoRequest,
  todo: Todo | undefined,
  now: Date,
): NewOutgoing {
  const { lines, cause } = todo ? wordsOf(templates, todo) : { lines: [], cause: [] };
  return {
    conversation: { privateOf: contactId },
    key: `${TODO_LIST}:${messages.at(-1)!}`,
    purpose: TODO_LIST,
    text: templates.render('todo-list', {
      known: personId !== null,
      lines,
      own: todo?.lines.filter(({ nudges }) => isOwn(nudges[0]!)).length ?? 0,
      more: todo?.deferred ?? 0,
    }),
    mentions: [],
    because: { message: messages.at(-1), lines: cause },
    expiresAt: new Date(now.getTime() + STALE_MS),
  };
}
