import { patternOf } from '../core/pattern.js';
import { inputOf } from './parted.js';
import type { Decision, SoleRule, Turn } from './ports.js';
import { subjectOf } from './record.js';
import { report } from './report.js';
import { target } from './retract.js';
import { reply } from './say.js';
import { undoChanges } from './withdraw.js';

/** Longer texts are reports of their own. */
const LENGTH = 20;

/**
 * Behind a report that says an earlier one again: "又去了一次" makes it one of its own, which goes with these words;
 * "是同一次" leaves it at one.
 */
export async function further(turn: Turn): Promise<Decision | undefined> {
  const { message, understanding, reader } = turn;
  if (message.type !== 'text' || message.replayed) return undefined;
  const text = message.text.replace(/@\S+\s*/g, '').replace(/[。.!！~\s,，]+/gu, '');
  if (text === '' || text.length > LENGTH || !concerned(turn, text)) return undefined;
  const last = await target(turn);
  if (last === undefined || last === 'foreign' || last.repeats.length === 0) return undefined;
  const records = (await reader.recordsById(last.repeats)).filter((one) => one.state !== 'retracted');
  const sole = (kind: string): SoleRule | undefined => understanding.rule(kind)?.ledger?.sole;
  const [first] = records.filter((one) => sole(one.kind));
  const words = first && sole(first.kind);
  if (!words) return undefined;
  const reading = { kinds: ['answer'], missing: [], checks: [] };
  if (patternOf(words.once).test(text)) {
    const subject = subjectOf(first.data, understanding.rule(first.kind)!) ?? '';
    const differs = await differing(turn, first.id);
    return {
      effects: reply(turn, 'receipt', turn.templates.render('twice-once', { subject, differs })),
      reading,
    };
  }
  const again = await reader.messageAgain(last.messageId);
  if (!again) return undefined;
  const read = understanding.understand(inputOf(again, []));
  const own = read.records.filter((one) => sole(one.kind));
  const undoing = await undoChanges(turn, last.messageId);
  const decision = await report({
    ...turn,
    understood: { ...read, records: own, checks: [] },
    further: true,
  });
  if (!decision) return undefined;
  const closing = (await reader.openAsks(message.conversationId, message.contactId)).flatMap((ask) => {
    const items = ask.items.filter((item) => item.said === undefined || item.recordId !== first.id);
    return items.length === ask.items.length
      ? []
      : [{ type: 'ask.close' as const, askId: ask.id, state: 'answered' as const, items }];
  });
  return { effects: [...undoing.effects, ...closing, ...decision.effects], reading };
}

/** Whether the words may settle a repeat of any kind: most do not, and nothing has to be looked up for them. */
const concerned = ({ understanding }: Turn, text: string): boolean =>
  understanding.rules.some(({ ledger }) => {
    const sole = ledger?.sole;
    return sole && (patternOf(sole.once).test(text) || patternOf(sole.further).test(text));
  });

/** Titles of what is still asked about two reports that differ. */
async function differing({ message, reader, understanding }: Turn, recordId: string): Promise<string[]> {
  const asks = await reader.openAsks(message.conversationId, message.contactId);
  const items = asks
    .flatMap((ask) => ask.items)
    .filter((one) => one.said !== undefined && one.recordId === recordId);
  const [record] = await reader.recordsById([recordId]);
  const rule = record && understanding.rule(record.kind);
  return [...new Set(items.map(({ field }) => rule?.fieldTitles[field] ?? field))];
}
