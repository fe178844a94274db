import { periodOf, yearOf, addDays } from '../calendar/index.js';
import type { NudgeDesk } from '../core/nudges.js';
import { fromLocal, localDay } from '../core/time.js';
import { createReplyReader } from './replies.js';
import type { Duties } from './types.js';

/** What deciding about an answer needs of the definitions. */
export function createNudgeDesk({ duties, replies, calendar, settings }: Duties): NudgeDesk {
  const read = createReplyReader(replies);
  const byId = new Map(
    duties.map(({ id, title, satisfiedBy, reply }) => [
      id,
      { title, settledBy: satisfiedBy.flatMap((rule) => rule.reply ?? []), how: reply },
    ]),
  );
  return {
    read,
    duty: (id) => byId.get(id),
    dutiesOn: (ledger) => duties.filter((one) => one.who.items?.ledger.includes(ledger)).map((one) => one.id),
    nextMorning(now, days = 1) {
      const today = localDay(now);
      const tomorrow = days === 'week' ? addDays(periodOf('week', today).to, 1) : addDays(today, days);
      // Beyond the last table nobody knows which day is a working day.
      if (!calendar.knows(yearOf(tomorrow)) || !calendar.knows(yearOf(addDays(tomorrow, 12))))
        return undefined;
      return fromLocal(`${calendar.workdayFrom(tomorrow)}T${settings.morning}`);
    },
    weekStart: (now) => fromLocal(periodOf('week', localDay(now)).from),
  };
}
