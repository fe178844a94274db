import type { AskItem, Effect, StoredRecord } from '../core/effects.js';
import type { WorkRecord } from '../core/records.js';
import { aimOf, hidden } from './correction-target.js';
import type { Decision, KindRule, Turn } from './ports.js';
import { askField, askWhich } from './receipt.js';
import { columnsAfter, namedBy, stateOf, subjectOf, withFields } from './record.js';
import { raisedWith, settledFields } from './rehome.js';
import { openItems, reopen } from './reopen.js';
import { reply } from './say.js';

interface Change {
  field: string;
  from?: unknown;
  to: unknown;
}

/** When one of these changes, it may be another household. */
const PLACING = new Set(['householder', 'alias', 'town', 'village', 'group']);

function same(a: unknown, b: unknown): boolean {
  return a === b || String(a) === String(b) || JSON.stringify(a) === JSON.stringify(b);
}

const COUNTED = /第[一二三四五六七八九十\d]{1,3}(?:个|户|条|项|家)/u;

/** Which records may be meant, and by which place in their message: "第2户" counts all that was said with it. */
function among(
  { records, whole }: { records: readonly StoredRecord[]; whole: readonly StoredRecord[] },
  fit: readonly StoredRecord[],
  index: number | undefined,
  text: string,
): [readonly StoredRecord[], number | undefined] {
  if (COUNTED.test(text)) return [whole, index];
  if (records.length === 1) return [records, undefined];
  // Of a visit and what it raised only the visit has such a field.
  return fit.length === 1 ? [fit, undefined] : [records, index];
}

/** The one record a correction means: by its place in the message, its name, or its old value; never by guessing. */
export function pickRecord(
  records: readonly StoredRecord[],
  index: number | undefined,
  text: string,
  changes: readonly Change[],
): StoredRecord | undefined {
  if (index !== undefined) return records.find((r) => r.index === index);
  if (records.length === 1) return records[0];
  const named = records.filter((r) => {
    const name = namedBy(r.data);
    return name !== undefined && text.includes(name);
  });
  if (named.length === 1) return named[0];
  const among = named.length > 1 ? named : records;
  const fitting = among.filter((r) =>
    changes.every((c) => c.from !== undefined && same(r.data[c.field], c.from)),
  );
  return fitting.length === 1 ? fitting[0] : undefined;
}

/** Whether records of this kind have what is to be changed. */
const has = (turn: Turn, record: StoredRecord, changes: readonly Change[]): boolean =>
  changes.every(({ field }) => turn.understanding.rule(record.kind)?.fieldTitles[field] !== undefined);

/** Of what one report said of a thing: what has a value in place of which the new one comes, else its first. */
const pickNamed = (records: readonly StoredRecord[], changes: readonly Change[]): StoredRecord | undefined =>
  records.find((one) => changes.every(({ field }) => one.data[field] !== undefined)) ?? records[0];

/** Whether the old value stands in the words, and is not only concluded from what was reported before it was changed. */
function isSaid(from: unknown, text: string): boolean {
  if (typeof from === 'number')
    return new RegExp(`(?<![\\d.])${from}(?![\\d.])`).test(text) || text.includes(`${from / 10_000}万`);
  if (typeof from !== 'string') return false;
  const [, month, day] = /^\d{4}-(\d{2})-(\d{2})/.exec(from) ?? [];
  if (month === undefined) return text.includes(from);
  return new RegExp(`${Number(month)}\\s?[月./-]\\s?${Number(day)}(?!\\d)`).test(text);
}

/** "更正：第2户人口是4人不是5人": changes the sender's own report, and says so. */
export async function correct(turn: Turn): Promise<Decision | undefined> {
  const found = turn.understood.records.filter(
    (r) => turn.understanding.rule(r.kind)?.reply === 'correction',
  );
  if (found.length === 0) return undefined;
  const say = (name: string, data: object) => ({
    effects: reply(turn, 'receipt', turn.templates.render(name, data)),
  });
  const unclear = (records: readonly StoredRecord[]) =>
    say('correction-unclear', {
      named: '',
      subjects: records
        .map((r) => subjectOf(r.data, turn.understanding.rule(r.kind)!) ?? '')
        .filter((s) => s !== ''),
    });
  const effects: Effect[] = [];
  const done: string[] = [];
  const differs: object[] = [];
  const asks: string[] = [];
  const open = new Map<string, AskItem[]>();
  let corrects = '';
  for (const one of found) {
    const named = hidden(turn, one, 'named');
    const aim = await aimOf(turn, named, hidden(turn, one, 'on'));
    if (aim === 'foreign') return say('not-yours', {});
    if (aim === 'none') return say('correction-unclear', { named, subjects: [] });
    if (aim === undefined) return unclear([]);
    const changes = (Array.isArray(one['changes']) ? one['changes'] : []) as Change[];
    const index = typeof one['index'] === 'number' ? one['index'] : undefined;
    const fit = aim.records.filter((r) => has(turn, r, changes));
    // What is named is found by its name: the place in the message is that of the report which the words were read against.
    const record =
      named === undefined
        ? pickRecord(...among(aim, fit, index, turn.message.text), turn.message.text, changes)
        : pickNamed(fit, changes);
    const rule = record && turn.understanding.rule(record.kind);
    if (!record || !rule || changes.length === 0 || !has(turn, record, changes)) return unclear(aim.records);
    const wrong = changes.filter(
      (c) =>
        isSaid(c.from, turn.message.text) &&
        record.data[c.field] !== undefined &&
        !same(record.data[c.field], c.from),
    );
    if (wrong.length > 0) {
      differs.push(
        ...wrong.map((c) => ({
          ...wording(rule, c),
          subject: subjectOf(record.data, rule) ?? '',
          kept: record.data[c.field],
        })),
      );
      continue;
    }
    corrects = record.messageId;
    const { effect, raised } = apply(turn, record, rule, changes, aim.whole);
    effects.push(effect, ...raised);
    const now = openItems(turn, { ...record, data: effect.after.data, missing: effect.after.missing }, rule);
    // What had been asked about the old name must not be answered into the new one.
    const { messageId } = record;
    const ask = await turn.reader.askOf(messageId);
    const items = open.get(messageId) ?? ask?.items ?? [];
    open.set(messageId, [...items.filter((item) => item.recordId !== record.id), ...now]);
    if (changes.some((c) => PLACING.has(c.field)))
      asks.push(...now.map((item) => wordingOf(turn, effect.after.data, rule, item)));
    const told = changes.filter((c) => !same(record.data[c.field], c.to));
    done.push(
      ...(told.length > 0 ? told : changes).map((c) =>
        turn.templates.render('corrected-field', {
          ...wording(rule, c),
          ...(c.field === 'householder' ? { to: homeOf(turn, effect.after.data) } : {}),
          subject: subjectOf(record.data, rule) ?? '',
          // Said again as it stands, it is confirmed.
          from: same(record.data[c.field], c.to) ? '' : (record.data[c.field] ?? ''),
        }),
      ),
    );
  }
  for (const [messageId, items] of open) {
    const ask = await turn.reader.askOf(messageId);
    if (ask) effects.push({ type: 'ask.close', askId: ask.id, state: 'answered', items });
    else effects.push(...reopen(turn, items, turn.message.contactId));
  }
  const text = [turn.templates.render('corrected', { done, differs }), ...asks].join('\n');
  return {
    effects: [
      ...effects,
      ...reply(turn, 'receipt', text, {
        mention: differs.length + asks.length > 0,
        because: { corrects },
      }),
    ],
  };
}

function wordingOf(turn: Turn, data: WorkRecord, rule: KindRule, item: AskItem): string {
  return item.candidates
    ? askWhich(turn, namedBy(data) ?? '', item.candidates)
    : askField(turn, data, rule, item.field);
}

/** Who it is now, with the place where the register settles it: 余国栋（大樟村三组）. */
function homeOf(turn: Turn, data: WorkRecord): string {
  const code = data['householdId'];
  const home = typeof code === 'string' ? turn.understanding.households.byCode(code) : undefined;
  const name = namedBy(data) ?? '';
  return home ? `${name}（${home.village}${home.group}）` : name;
}

function wording(rule: KindRule, change: Change): { title: string; to: unknown } {
  return { title: rule.fieldTitles[change.field] ?? change.field, to: change.to };
}

function apply(
  turn: Turn,
  record: StoredRecord,
  rule: KindRule,
  changes: readonly Change[],
  whole: readonly StoredRecord[],
): { effect: Extract<Effect, { type: 'record.change' }>; raised: Effect[] } {
  const { households } = turn.understanding;
  const said = Object.fromEntries(changes.map((c) => [c.field, c.to]));
  const fields = settledFields(turn, record, said);
  const settled = withFields(record, fields, undefined, households, rule);
  // The household that follows from them is undone with them.
  const changed = [...new Set([...Object.keys(fields), ...Object.keys(settled.data), 'householdId'])];
  return {
    effect: {
      type: 'record.change',
      recordId: record.id,
      messageId: turn.message.id,
      cause: 'correction',
      changes: changed
        .map((field) => ({
          field,
          before: record.data[field] ?? null,
          after: settled.data[field] ?? null,
        }))
        .filter(({ field, before, after }) => field in said || !same(before, after)),
      after: {
        ...columnsAfter(record, settled.data, rule, households),
        data: settled.data,
        missing: settled.missing,
        state: stateOf(settled.data, rule, settled.missing),
      },
    },
    raised: raisedWith(turn, record, rule, settled, whole),
  };
}
