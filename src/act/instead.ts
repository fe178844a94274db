import type { StoredRecord } from '../core/effects.js';
import { localDay } from '../core/time.js';
import { patternOf } from '../core/pattern.js';
import { aimOf } from './correction-target.js';
import type { Decision, KindRule, Turn } from './ports.js';
import { columnsAfter, columnsOf, namedBy, subjectOf } from './record.js';
import { reply } from './say.js';
import { changeOf } from './twice.js';

/**
 * "更正：昨天走访甲家": a report in full that says of itself that it corrects. On the household that was spoken of last it
 * takes the place of what was reported; on another one of the same day it may be that one or a further one, which is asked.
 */
export async function instead(turn: Turn): Promise<Decision | undefined> {
  const { message, understood, understanding } = turn;
  const { plain } = understanding.rule('correction') ?? {};
  const text = message.text.replace(/@\S+\s*/g, '').trim();
  if (plain === undefined || !patternOf(`^(?:${plain})`).test(text)) return undefined;
  const found = understood.records.filter((one) => understanding.rule(one.kind)?.ledger?.sole);
  const [record, ...more] = found;
  const rule = record && understanding.rule(record.kind);
  if (!record || !rule || more.length > 0) return undefined;
  const columns = columnsOf(record, rule, localDay(message.sentAt), understanding.households);
  if (columns.subject === undefined) return undefined;
  const { contactId } = message;
  if ((await turn.reader.sameThing(record.kind, contactId, columns.subject, columns.occurredOn)).length > 0)
    return undefined;
  const aim = await aimOf(turn, undefined);
  if (aim === undefined || typeof aim === 'string') return undefined;
  const near = aim.records.filter((one) => one.kind === record.kind);
  const own = near.filter((one) => one.data['householdId'] === record['householdId'] && isNamed(one));
  if (own.length === 1) return correctedBy(turn, own[0]!, record, rule, columns);
  const others = near.filter((one) => dayOf(turn, one, rule) === columns.occurredOn);
  if (own.length > 0 || others.length === 0) return undefined;
  const words = turn.templates.render('correction-instead', {
    said: namedBy(record) ?? columns.subject,
    kept: others.map((one) => subjectOf(one.data, rule) ?? ''),
    title: rule.title,
  });
  return {
    effects: reply(turn, 'receipt', words, { mention: true }),
    reading: { kinds: ['correction'], missing: [], checks: [] },
  };
}

const isNamed = ({ data }: StoredRecord): boolean => data['householdId'] !== undefined;

const dayOf = (turn: Turn, one: StoredRecord, rule: KindRule): string =>
  columnsAfter(one, one.data, rule, turn.understanding.households).occurredOn;

function correctedBy(
  turn: Turn,
  earlier: StoredRecord,
  record: Readonly<Record<string, unknown>>,
  rule: KindRule,
  columns: ReturnType<typeof columnsOf>,
): Decision {
  const fields = Object.fromEntries(
    Object.entries(record).filter(([field, value]) => value !== undefined && field !== 'kind'),
  );
  const effect = changeOf(turn, earlier, fields, rule, columns);
  const spoken = (value: unknown) => (typeof value === 'number' || typeof value === 'string' ? value : '');
  const done = effect.changes.map((one) =>
    turn.templates.render('corrected-field', {
      subject: subjectOf(earlier.data, rule) ?? '',
      title: rule.fieldTitles[one.field] ?? one.field,
      from: spoken(one.before),
      to: spoken(one.after),
    }),
  );
  const text = turn.templates.render('corrected', { done, differs: [] });
  return {
    effects: [
      ...(effect.changes.length > 0 ? [effect] : []),
      ...reply(turn, 'receipt', text, { because: { corrects: earlier.messageId } }),
    ],
    reading: { kinds: ['correction'], missing: [], checks: [] },
  };
}
