import type { AskItem, Effect, StoredRecord } from '../core/effects.js';
import type { WorkRecord } from '../core/records.js';
import {
  among,
  fieldsOf,
  has,
  isSaid,
  partsOf,
  pickNamed,
  pickRecord,
  same,
  stands,
  valueAt,
  type Change,
} from './correct-pick.js';
import { aimOf, hidden } from './correction-target.js';
import { correcting, together } from './parted.js';
import type { Decision, KindRule, Turn } from './ports.js';
import { askField, askWhich } from './receipt.js';
import { columnsAfter, namedBy, stateOf, subjectOf, withFields } from './record.js';
import { HOME, raisedWith, settledFields } from './rehome.js';
import { openItems, reopen } from './reopen.js';
import { report } from './report.js';
import { reread, retoldWith } from './retold.js';
import { reply } from './say.js';

/** When one of these changes, it may be another household. */
const PLACING = new Set(['householder', 'alias', 'town', 'village', 'group']);

/** "更正：第2户人口是4人不是5人": changes the sender's own report, and says so. */
export async function correct(turn: Turn): Promise<Decision | undefined> {
  const both = correcting(turn);
  const decision = await corrected(both?.words ?? turn);
  // What it goes on to report is kept as any report is.
  return both && decision ? together(decision, await report(both.report)) : decision;
}

async function corrected(turn: Turn): Promise<Decision | undefined> {
  const found = turn.understood.records.filter(
    (r) => turn.understanding.rule(r.kind)?.reply === 'correction',
  );
  if (found.length === 0) return undefined;
  const out: Done = {
    effects: [],
    done: [],
    differs: [],
    asks: [],
    open: new Map(),
    now: new Map(),
    corrects: '',
  };
  const unknown: string[] = [];
  for (const one of found) {
    const failed = await applied(turn, one, out, found.length > 1);
    if (failed === undefined) continue;
    // Of one alone nothing else is to be said.
    if (found.length === 1) return { effects: reply(turn, 'receipt', failed) };
    unknown.push(failed);
  }
  const { effects, done, differs, asks, open, corrects } = out;
  for (const [messageId, items] of open) {
    const ask = await turn.reader.askOf(messageId);
    if (ask) effects.push({ type: 'ask.close', askId: ask.id, state: 'answered', items });
    else effects.push(...reopen(turn, items, turn.message.contactId));
  }
  const said =
    done.length + differs.length > 0 ? [turn.templates.render('corrected', { done, differs })] : [];
  const text = [...said, ...asks, ...new Set(unknown)].join('\n');
  return {
    effects: [
      ...effects,
      ...reply(turn, 'receipt', text, {
        mention: differs.length + asks.length + unknown.length > 0,
        because: { corrects },
      }),
    ],
  };
}

/** What the corrections of a message have led to so far. */
interface Done {
  effects: Effect[];
  done: string[];
  differs: object[];
  asks: string[];
  open: Map<string, AskItem[]>;
  /** Records as the message has already made them. */
  now: Map<string, StoredRecord>;
  corrects: string;
}

/** Applies one correction; what is to be said where it cannot be. */
async function applied(turn: Turn, one: WorkRecord, out: Done, others: boolean): Promise<string | undefined> {
  const { text } = turn.message;
  const say = (name: string, data: object) => turn.templates.render(name, data);
  const unclear = (records: readonly StoredRecord[]) => {
    const subjects = records.map((r) => subjectOf(r.data, turn.understanding.rule(r.kind)!) ?? '');
    return say('correction-unclear', {
      named: '',
      others,
      subjects: [...new Set(subjects)].filter((s) => s !== ''),
    });
  };
  const named = hidden(turn, one, 'named');
  const aim = await aimOf(turn, named, hidden(turn, one, 'on'));
  if (aim === 'foreign') return say('not-yours', {});
  if (aim === 'none') return say('correction-unclear', { named, others, subjects: [] });
  if (aim === undefined) return unclear([]);
  const index = typeof one['index'] === 'number' ? one['index'] : undefined;
  const all = (Array.isArray(one['changes']) ? one['changes'] : []) as Change[];
  // Where nothing has a householder, whoever is named otherwise (the 户主 of a lead) is the one that is meant.
  const plainly = aim.records.some((r) => has(turn, r, all));
  const changes = plainly ? all : inItsWords(turn, all, aim.records);
  const fit = aim.records.filter((r) => has(turn, r, changes));
  // What is named is found by its name: the place in the message is that of the report which the words were read against.
  const found =
    named === undefined
      ? pickRecord(...among(aim, fit, index, text), text, changes)
      : pickNamed(fit, changes);
  const record = found && (out.now.get(found.id) ?? found);
  const rule = record && turn.understanding.rule(record.kind);
  if (!record || !rule || changes.length === 0 || !has(turn, record, changes)) return unclear(aim.records);
  const subject = subjectOf(record.data, rule) ?? '';
  const kept = (c: Change) => valueAt(record.data, c.field);
  const wrong = changes.filter(
    (c) => isSaid(c.from, text) && kept(c) !== undefined && !stands(kept(c), c.from),
  );
  if (wrong.length > 0) {
    out.differs.push(...wrong.map((c) => ({ ...wording(rule, c), subject, kept: spoken(kept(c)) })));
    return undefined;
  }
  out.corrects = record.messageId;
  const { effect, raised } = apply(turn, record, rule, changes, aim.whole);
  out.effects.push(effect, ...raised);
  const { data, missing, state } = effect.after;
  const after = { ...record, data, missing, state };
  out.now.set(record.id, after);
  const now = openItems(turn, after, rule);
  // What had been asked about the old name must not be answered into the new one.
  const { messageId } = record;
  const ask = await turn.reader.askOf(messageId);
  const items = out.open.get(messageId) ?? ask?.items ?? [];
  out.open.set(messageId, [...items.filter((item) => item.recordId !== record.id), ...now]);
  if (changes.some((c) => PLACING.has(c.field)))
    out.asks.push(...now.map((item) => wordingOf(turn, data, rule, item)));
  const told = changes.filter((c) => !same(kept(c), c.to));
  out.done.push(
    ...(told.length > 0 ? told : changes).map((c) =>
      say('corrected-field', {
        ...wording(rule, c),
        ...(c.field === 'householder' ? { to: homeOf(turn, data) } : {}),
        subject,
        // Said again as it stands, it is confirmed.
        from: same(kept(c), c.to) ? '' : spoken(Array.isArray(kept(c)) ? c.from : kept(c)),
      }),
    ),
  );
  return undefined;
}

/** The changes in the words of what only names its household: its subject is the householder. */
function inItsWords(turn: Turn, changes: readonly Change[], records: readonly StoredRecord[]): Change[] {
  const fields = new Set(records.flatMap((r) => turn.understanding.rule(r.kind)?.ledger?.household ?? []));
  const [field, ...others] = fields;
  return changes.map((one) =>
    one.field === 'householder' && field !== undefined && others.length === 0 ? { ...one, field } : one,
  );
}

/** A value as it is said: of what has several parts the days or the words. */
function spoken(value: unknown): string | number {
  if (typeof value === 'number' || typeof value === 'string') return value;
  if (!Array.isArray(value)) return '';
  const parts = (value as unknown[]).map((one) =>
    typeof one === 'object' && one !== null ? (one as { due?: unknown }).due : one,
  );
  return parts.every((one) => typeof one === 'string') ? parts.join('、') : '';
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
  const { base, key } = partsOf(change.field);
  return { title: key ?? rule.fieldTitles[base] ?? base, to: spoken(change.to) };
}

/** Words about the household, and not who or where it is. */
const isTold = ({ field }: Change, rule: KindRule): boolean =>
  !PLACING.has(field) && field !== rule.ledger?.household;

function apply(
  turn: Turn,
  record: StoredRecord,
  rule: KindRule,
  changes: readonly Change[],
  all: readonly StoredRecord[],
): { effect: Extract<Effect, { type: 'record.change' }>; raised: Effect[] } {
  const { households } = turn.understanding;
  const words = changes.find(
    (c) => rule.ledger?.household !== undefined && typeof c.to === 'string' && isTold(c, rule),
  );
  const said = {
    ...(words ? reread(turn, record, rule, words.to as string) : {}),
    ...fieldsOf(record.data, changes),
  };
  const fields = settledFields(turn, record, said);
  const settled = withFields(record, fields, undefined, households, rule);
  // A figure among several is changed by itself; the household that follows from a name is undone with it.
  const figures = changes.filter((c) => partsOf(c.field).key !== undefined);
  const whole = new Set([...Object.keys(fields), ...Object.keys(settled.data), 'householdId']);
  for (const one of figures) whole.delete(partsOf(one.field).base);
  const changed = [...whole].map((field) => ({
    field,
    before: record.data[field] ?? null,
    after: settled.data[field] ?? null,
  }));
  const columns = columnsAfter(record, settled.data, rule, households);
  const moves =
    settled.data['householdId'] === undefined && columns.householdCode !== record.householdCode
      ? [{ field: HOME, before: record.householdCode ?? null, after: columns.householdCode ?? null }]
      : [];
  return {
    effect: {
      type: 'record.change',
      recordId: record.id,
      messageId: turn.message.id,
      cause: 'correction',
      changes: [
        ...changed.filter(({ field, before, after }) => field in said || !same(before, after)),
        ...figures.map(({ field, to }) => ({
          field,
          before: valueAt(record.data, field) ?? null,
          after: to,
        })),
        ...moves,
      ],
      after: {
        ...columns,
        data: settled.data,
        missing: settled.missing,
        state: stateOf(settled.data, rule, settled.missing),
      },
    },
    raised: [
      ...raisedWith(turn, record, rule, settled, all),
      ...retoldWith(turn, record, rule, changes, all),
    ],
  };
}
