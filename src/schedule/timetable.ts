import type { Wake } from '../core/jobs.js';
import { fromLocal, localDay, toLocal } from '../core/time.js';
import { addDays, yearOf } from '../calendar/index.js';
import type { DutyBook } from '../duty/index.js';
import { nextClosing } from '../bulletin/index.js';
import { answerTodos } from './asked.js';
import { draftBulletins, type BulletinClockDeps } from './bulletins.js';
import { newMemo, runTick, timesOf, type TickDeps } from './tick.js';

/** The first moment after `after` at which something may be due; undefined where the next working day has no table. */
export function nextTick(book: DutyBook, after: Date): Date | undefined {
  const local = toLocal(after);
  const today = local.slice(0, 10);
  if (!book.calendar.knows(yearOf(today)) || !book.calendar.knows(yearOf(addDays(today, 12))))
    return undefined;
  const times = timesOf(book);
  const later = book.calendar.isWorkday(today) ? times.find((time) => time > local.slice(11, 16)) : undefined;
  return later === undefined
    ? fromLocal(`${book.calendar.workdayFrom(addDays(today, 1))}T${times[0]!}`)
    : fromLocal(`${today}T${later}`);
}

/** What happens by the clock, for a rehearsal that jumps from one moment to the next. */
export function createTimetable(deps: TickDeps & BulletinClockDeps & { wake?: Wake }) {
  const memo = newMemo();
  return {
    next(after: Date): Promise<Date | undefined> {
      const closings = deps.published().definitions.map((definition) => nextClosing(definition, after));
      const moments = [nextTick(deps.book(), after), ...closings].flatMap((one) => one?.getTime() ?? []);
      return Promise.resolve(moments.length === 0 ? undefined : new Date(Math.min(...moments)));
    },
    async asked(now: Date): Promise<void> {
      if (!deps.book().calendar.knows(yearOf(localDay(now)))) return;
      const speaking = await answerTodos(deps, now, memo.county);
      await deps.wake?.deliveries(speaking);
    },
    async run(now: Date): Promise<void> {
      if (!deps.book().calendar.knows(yearOf(localDay(now)))) return;
      const { speaking } = await runTick(deps, now, memo);
      const drafted = await draftBulletins(deps, now);
      await deps.wake?.deliveries([...speaking, ...drafted]);
    },
  };
}
