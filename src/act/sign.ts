import { dayToDate, localDay } from '../core/time.js';
import type { Decision, Turn } from './ports.js';
import { reply } from './say.js';

/** How long a report may wait for its signature. */
const OPEN_MS = 10 * 24 * 3600_000;

/**
 * A leader signs the report of the own unit in a message of the leader's own, in private or in the group. Of several
 * that wait the one named is meant; where none is named, the leader is asked. The bot never signs.
 */
export async function sign(turn: Turn): Promise<Decision | undefined> {
  const { message, signing } = turn;
  if (!signing || message.type !== 'text' || !signing.signs(message.text)) return undefined;
  const since = new Date(message.sentAt.getTime() - OPEN_MS);
  const waiting = await turn.reader.unsignedReports(message.contactId, since);
  if (!waiting) return undefined;
  const { reports } = waiting;
  const named = reports.filter((report) => [report.to, report.from].some((day) => names(message.text, day)));
  // Newest first: a second report of the same week stands in the place of the first.
  const meant = named.length > 0 ? named : reports;
  const chosen = meant.every((one) => weekOf(one.to) === weekOf(meant[0]!.to)) ? meant[0] : undefined;
  if (!chosen) {
    if (reports.length === 0 && message.conversationKind === 'room') return undefined;
    const text = turn.templates.render('sign-which', {
      reports: reports.map(({ unit, from, to }) => ({ unit, from, to })),
    });
    return { effects: reply(turn, 'sign', text) };
  }
  const text = turn.templates.render('signed', {
    unit: chosen.unit,
    from: chosen.from,
    to: chosen.to,
    name: waiting.name,
  });
  return {
    effects: [
      {
        type: 'signature.add',
        signing: {
          id: turn.newId(),
          recordId: chosen.recordId,
          digest: signing.digest(chosen.data),
          personId: waiting.personId,
          messageId: message.id,
          at: turn.now,
        },
      },
      {
        type: 'audit',
        actor: waiting.name,
        action: 'report.sign',
        detail: { record: chosen.recordId, message: message.id },
      },
      ...reply(turn, 'sign', text, { because: { record: chosen.recordId } }),
    ],
  };
}

/** "2026-05-08", "5月8日", "5.8" */
function names(text: string, day: string): boolean {
  const [, month, date] = day.split('-').map(Number);
  if (!month || !date) return false;
  return [day, `${month}月${date}日`, `${month}.${date}`].some((written) => text.includes(written));
}

/** The Monday of the week of a day. */
function weekOf(day: string): string {
  const at = dayToDate(day);
  return localDay(new Date(at.getTime() - ((at.getUTCDay() + 6) % 7) * 86_400_000));
}
