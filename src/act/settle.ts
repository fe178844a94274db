import type { AskItem, Effect, OpenAsk, StoredRecord } from '../core/effects.js';
import { WHICH_ASKED } from './names-asked.js';
import type { Decision, KindRule, Turn } from './ports.js';
import { columnsAfter, subjectOf } from './record.js';
import { reply } from './say.js';
import { changeOf } from './twice.js';

/** Longer texts are reports of their own. */
const LENGTH = 40;
/** What may stand beside a value that is chosen ("是3口人"). */
const BESIDE = 8;

/** Of two reports that differ the sender says which holds: "以后面的为准", "3口人", "更正：人口是3". */
export async function settle(turn: Turn): Promise<Decision | undefined> {
  const { message, reader } = turn;
  if (message.type === 'recall' || message.text.length > LENGTH || reports(turn)) return undefined;
  for (const open of await reader.openAsks(message.conversationId, message.contactId)) {
    if (!open.items.some(isTwice)) continue;
    const decision = await choose(turn, open);
    if (decision) return decision;
  }
  return undefined;
}

const isTwice = (item: AskItem): boolean => item.said !== undefined && item.field !== WHICH_ASKED;

const reports = (turn: Turn): boolean =>
  turn.understood.records.some((one) => turn.understanding.rule(one.kind)?.ledger !== undefined);

async function choose(turn: Turn, open: OpenAsk): Promise<Decision | undefined> {
  const records = await turn.reader.recordsById([
    ...new Set(open.items.filter(isTwice).map((one) => one.recordId)),
  ]);
  const effects: Effect[] = [];
  const done: string[] = [];
  let left: AskItem[] = open.items;
  let chosen = 0;
  for (const record of records) {
    const rule = turn.understanding.rule(record.kind);
    if (!rule?.ledger?.sole) continue;
    const mine = open.items.filter((item) => item.recordId === record.id && isTwice(item));
    const verdicts = mine.map((item) => ({ item, holds: verdict(turn, rule, record, item) }));
    const settled = verdicts.filter((one) => one.holds !== undefined);
    chosen += settled.length;
    left = left.filter((item) => !settled.some((one) => one.item === item));
    const fields = Object.fromEntries(
      settled.filter((one) => one.holds === 'said').map(({ item }) => [item.field, item.said]),
    );
    if (Object.keys(fields).length === 0) continue;
    const columns = columnsAfter(record, record.data, rule, turn.understanding.households);
    effects.push(changeOf(turn, record, fields, rule, columns));
    done.push(...wordsOf(turn, record, rule, fields));
  }
  if (chosen === 0) return undefined;
  effects.push({ type: 'ask.close', askId: open.id, state: 'answered', items: left });
  const text = done.length > 0 ? turn.templates.render('corrected', { done, differs: [] }) : '';
  effects.push(...reply(turn, 'receipt', text, { because: { ask: open.id } }));
  return { effects, reading: { kinds: ['answer'], missing: [], checks: [] } };
}

/** Which value the words choose; undefined where they choose none. */
function verdict(
  turn: Turn,
  rule: KindRule,
  record: StoredRecord,
  item: AskItem,
): 'said' | 'kept' | undefined {
  const { latter, former } = rule.ledger!.sole!;
  const text = turn.message.text.replace(/@\S+\s*/g, '').trim();
  for (const one of turn.understood.records)
    for (const change of Array.isArray(one['changes'])
      ? (one['changes'] as { field: string; to: unknown }[])
      : [])
      if (change.field === item.field)
        return same(change.to, item.said)
          ? 'said'
          : same(change.to, record.data[item.field])
            ? 'kept'
            : undefined;
  const [said, kept] = [names(text, item.said), names(text, record.data[item.field])];
  if (said !== kept) return said ? 'said' : 'kept';
  const [later, earlier] = [new RegExp(latter).test(text), new RegExp(former).test(text)];
  return later === earlier ? undefined : later ? 'said' : 'kept';
}

const same = (a: unknown, b: unknown): boolean => String(a) === String(b);

function names(text: string, value: unknown): boolean {
  if (typeof value !== 'number' && typeof value !== 'string') return false;
  const written = String(value);
  const found =
    typeof value === 'number'
      ? new RegExp(`(?<![\\d.])${written}(?![\\d.])`).test(text)
      : text.includes(written);
  return found && text.length <= written.length + BESIDE;
}

function wordsOf(
  turn: Turn,
  record: StoredRecord,
  rule: KindRule,
  fields: Record<string, unknown>,
): string[] {
  const spoken = (value: unknown) => (typeof value === 'number' || typeof value === 'string' ? value : '');
  return Object.entries(fields).map(([field, to]) =>
    turn.templates.render('corrected-field', {
      subject: subjectOf(record.data, rule) ?? '',
      title: rule.fieldTitles[field] ?? field,
      from: spoken(record.data[field]),
      to: spoken(to),
    }),
  );
}
