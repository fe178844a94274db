import type { Effect, StoredRecord } from '../core/effects.js';
import type { Decision, Turn } from './ports.js';
import { subjectOf } from './record.js';
import { openItems, reopen } from './reopen.js';
import { reply } from './say.js';
import { undone } from './undone.js';
import { bringBack, undoChanges, withdraw } from './withdraw.js';

/** How the receipt names what was taken back or changed. */
export function names(turn: Turn, records: readonly StoredRecord[]): string[] {
  return [...new Set(records.map((r) => subjectOf(r.data, turn.understanding.rule(r.kind)!) ?? ''))].filter(
    (n) => n !== '',
  );
}

const plain = (subjects: readonly string[]): object[] =>
  subjects.map((subject) => ({ subject, title: '', day: '' }));

const titled = (turn: Turn, records: readonly StoredRecord[]): object[] =>
  records.map((one) => ({
    subject: names(turn, [one])[0] ?? '',
    title: turn.understanding.rule(one.kind)?.title ?? '',
    day: '',
  }));

/** A recalled message is as if it had not been sent; what it had answered, corrected or withdrawn is as before. */
export async function recall(turn: Turn): Promise<Decision | undefined> {
  if (turn.message.type !== 'recall') return undefined;
  const target = turn.message.recalls;
  // It never reached the inbox: the turn sees to it that it stays out should it still come.
  if (target === undefined) return { effects: [], reading: { kinds: ['retraction'] } };
  const taken = await withdraw(turn, target, 'recall');
  const undoing = await undoChanges(turn, target);
  const back = await bringBack(turn, target);
  const restored = [...undoing.records, ...back.records];
  const concerned = await undone(
    turn,
    target,
    taken.records.map((record) => record.id),
  );
  const effects: Effect[] = [
    { type: 'message.recalled', messageId: target },
    ...taken.effects,
    ...undoing.effects,
    ...back.effects,
    ...concerned,
  ];
  // The question that had been answered, or closed with what was withdrawn, is open again; it still stands above, so it is not put once more.
  const whose = restored[0]?.contactId ?? turn.message.contactId;
  const asked = (await turn.reader.openAsks(turn.message.conversationId, whose)).flatMap((ask) => ask.items);
  const open = restored
    .flatMap((record) => openItems(turn, record, turn.understanding.rule(record.kind)!))
    .filter((one) => !asked.some((item) => item.recordId === one.recordId && item.field === one.field));
  effects.push(...reopen(turn, open, whose));
  if (taken.records.length + restored.length > 0) {
    const text = turn.templates.render('withdrawn', {
      how: 'recall',
      count: taken.records.length,
      // Where the visit stands and only what it had raised is gone, it is said what is gone.
      subjects: taken.stands.length > 0 ? titled(turn, taken.records) : plain(names(turn, taken.records)),
      restored: names(turn, restored),
      stands: [],
    });
    effects.push(...reply(turn, 'receipt', text, { because: { recalls: target } }));
  }
  return { effects, reading: { kinds: ['retraction'] } };
}
