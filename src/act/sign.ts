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
  const named = reports.filter((report) => message.text.includes(report.to) || (report.from !== '' && message.text.includes(report.from))); // prettier-ignore
  const chosen = reports.length === 1 ? reports[0] : named.length === 1 ? named[0] : undefined;
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
