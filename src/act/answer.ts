import type { AskItem, Effect, OpenAsk, StoredRecord } from '../core/effects.js';
import { toLocal } from '../core/time.js';
import { ledgerNotes } from './ledger-notes.js';
import type { Decision, KindRule, Turn } from './ports.js';
import { askWhich, receipt } from './receipt.js';
import { columnsAfter, isUnplaced, nameOf, stateOf, withFields } from './record.js';
import { HOME, raisedWith } from './rehome.js';
import { givenIn, leftOf, type Given } from './same-name.js';
import { reply } from './say.js';
import { isUnsure, namedAmong, settledWhich, whichAsked, whichChosen, type Fit } from './which-asked.js';

/** Longer texts are reports of their own, not answers. */
const ANSWER_LENGTH = 80;

/** The answer to what was asked completes the record, however it is put; anything else is left to the next steps. */
export async function answer(turn: Turn): Promise<Decision | undefined> {
  const { message } = turn;
  if (message.type === 'recall' || message.text.length > ANSWER_LENGTH) return undefined;
  const asks = await turn.reader.openAsks(message.conversationId, message.contactId);
  const chosen = await whichChosen(turn, asks);
  if (chosen) {
    const words = { ...turn, message: { ...message, text: chosen.said, quoted: undefined } };
    const given = await givenIn(words, chosen.open, () => daysOf(turn, chosen.open));
    const own = given.filter((one) => one.recordId === chosen.recordId);
    if (own.length > 0) return settled(await fill(turn, chosen.open, own), asks, chosen.open);
  }
  const fits: Fit[] = [];
  for (const open of asks) {
    const given = await givenIn(turn, open, () => daysOf(turn, open));
    if (given.length > 0 && !(await reportsOtherwise(turn, open))) fits.push({ open, given });
    else if (fits.length > 0) continue;
    const more = given.length > 0 ? undefined : await answerWithMore(turn, open);
    if (more) return settled(await fill(turn, open, more.given, more.fields), asks, open);
  }
  // An answer that fits several questions is none before it is known which was meant; else it is the newest's.
  const meant = isUnsure(fits) ? await namedAmong(turn, fits) : fits;
  if (isUnsure(meant)) return whichAsked(turn, meant);
  const [first] = meant;
  return first && settled(await fill(turn, first.open, first.given), asks, first.open);
}

const settled = (decision: Decision, asks: readonly OpenAsk[], open: OpenAsk): Decision => ({
  ...decision,
  effects: [...decision.effects, ...settledWhich(asks, open)],
});

/** The field with the day, for each thing asked about. */
async function daysOf(turn: Turn, open: OpenAsk): Promise<(item: AskItem) => string | undefined> {
  const records = await turn.reader.recordsById([...new Set(open.items.map((item) => item.recordId))]);
  const kinds = new Map(records.map((one) => [one.id, one.kind]));
  return ({ recordId }) => turn.understanding.rule(kinds.get(recordId) ?? '')?.ledger?.occurredOn;
}

/** What tells only which household or item is meant, and may stand in an answer as in a report. */
const WHICH = new Set([
  'householder',
  'alias',
  'householdId',
  'town',
  'village',
  'group',
  'category',
  'number',
]);

/** A report of its own is no answer, though words of it would fit: it says more than was asked, or speaks of something else. */
async function reportsOtherwise(
  { understood, understanding, reader }: Turn,
  open: OpenAsk,
): Promise<boolean> {
  const own = understood.records.flatMap((record, at) =>
    understanding.rule(record.kind)?.ledger ? [{ record, at }] : [],
  );
  if (own.length === 0) return false;
  const asked = new Set([...WHICH, ...open.items.map((item) => item.field)]);
  const more = own.some(({ at }) =>
    understood.trace.some(
      (one) => one.record === at && one.certainty === 'stated' && !asked.has(one.field.split('.')[0]!),
    ),
  );
  if (more) return true;
  const about = await reader.recordsById([...new Set(open.items.map((item) => item.recordId))]);
  const numbers = about.map(({ data }) => data['number']).filter((number) => number !== undefined);
  return own.some(
    ({ record: { number } }) => number !== undefined && numbers.length > 0 && !numbers.includes(number),
  );
}

interface More {
  given: readonly Given[];
  fields: Record<string, unknown>;
}

/** "第2号，责任人方可欣": the answer, and after a comma what the one record that was asked about does not say yet. */
async function answerWithMore(turn: Turn, open: OpenAsk): Promise<More | undefined> {
  const { message, understood, understanding, reader } = turn;
  const [, head] = /^([^,，;；\n]{1,20})[,，;；\n]/u.exec(message.text) ?? [];
  const [said, ...others] = understood.records;
  const about = [...new Set(open.items.map((one) => one.recordId))];
  if (head === undefined || !said || others.length > 0 || about.length > 1) return undefined;
  if (!understanding.rule(said.kind)?.ledger) return undefined;
  const [record] = await reader.recordsById(about);
  if (said.kind !== record?.kind || record.state !== 'incomplete') return undefined;
  const answers = understanding.readAnswer(head, open.items, toLocal(message.sentAt)) ?? [];
  if (!answers.some((one) => one.value === said[one.field])) return undefined;
  const stated = understood.trace.flatMap((one) =>
    one.certainty === 'stated' ? [one.field.split(/[.[]/, 1)[0]!] : [],
  );
  const beside = [...new Set(stated)].filter((name) => !answers.some((one) => one.field === name));
  if (beside.some((name) => record.data[name] !== undefined && name in said)) return undefined;
  return {
    given: answers.map((one) => ({ recordId: record.id, answer: one })),
    fields: Object.fromEntries(beside.flatMap((name) => (name in said ? [[name, said[name]]] : []))),
  };
}

async function fill(
  turn: Turn,
  open: OpenAsk,
  all: readonly Given[],
  more: Record<string, unknown> = {},
): Promise<Decision> {
  const records = await turn.reader.recordsById([...new Set(open.items.map((item) => item.recordId))]);
  const effects: Effect[] = [];
  const updated = [];
  const left: AskItem[] = [];
  const asks: string[] = [];
  const notes: string[] = [];
  for (const record of records) {
    const mine = open.items.filter((item) => item.recordId === record.id);
    const rule = turn.understanding.rule(record.kind);
    const given = all.filter((one) => one.recordId === record.id).map((one) => one.answer);
    if (!rule || given.length === 0) {
      left.push(...mine);
      continue;
    }
    const said = await Promise.all(given.map(async (a) => [a.field, await valueOf(turn, a, rule)] as const));
    const fields = { ...more, ...Object.fromEntries(said) };
    const { households } = turn.understanding;
    const code = given.find((a) => a.householdCode)?.householdCode;
    const settled = withFields(record, fields, code, households, rule);
    const columns = columnsAfter(record, settled.data, rule, households, code);
    effects.push(
      change(turn, record, fields, {
        ...columns,
        ...settled,
        state: stateOf(settled.data, rule, settled.missing),
      }),
    );
    const together = await turn.reader.recordsOf(record.messageId);
    effects.push(...raisedWith(turn, record, rule, settled, together, 'answer'));
    const complete = stateOf(settled.data, rule, settled.missing) === 'active';
    // What was kept apart until now does in the ledger what it says: that is told, not that it is complete.
    const kept = { ...record, ...columns, ...settled, state: 'active' as const };
    const ledger = complete && record.state === 'incomplete' ? await ledgerNotes(turn, [kept]) : undefined;
    notes.push(...(ledger?.notes ?? []));
    asks.push(...(ledger?.asks ?? []));
    left.push(...(ledger?.items ?? []));
    effects.push(...(ledger?.effects ?? []));
    if (!ledger?.told.has(record.id) && !ledger?.silent.has(record.id))
      updated.push({
        record: settled.data,
        rule,
        day: columns.occurredOn,
        complete,
        home: columns.householdCode,
      });
    const name = nameOf(settled.data, rule);
    if (settled.candidates.length > 0) asks.push(askWhich(turn, name, settled.candidates));
    else if (isUnplaced(settled.data, rule)) {
      asks.push(
        turn.templates.render('ask-unknown', {
          name,
          village: typeof settled.data['village'] === 'string' ? settled.data['village'] : '',
        }),
      );
    }
    if (!complete) {
      const still = settled.candidates.length > 0 ? { candidates: settled.candidates } : {};
      left.push({
        recordId: record.id,
        index: record.index,
        field: settled.candidates.length > 0 ? 'village' : 'householder',
        ...still,
      });
    }
  }
  const others = leftOf(turn, records, left, all);
  asks.push(...others.asks);
  effects.push({ type: 'ask.close', askId: open.id, state: 'answered', items: others.left });
  const text = receipt(turn, { stored: [], updated, repeated: 0, asks, notes, checks: [] });
  effects.push(...reply(turn, 'receipt', text, { mention: asks.length > 0, because: { ask: open.id } }));
  return { effects, reading: { kinds: ['answer'], missing: [], checks: [] } };
}

/** The number that was offered may have gone to another item since: the next one is as new. */
async function valueOf(turn: Turn, { agreed, value }: Given['answer'], rule: KindRule): Promise<unknown> {
  const fresh = rule.ledger?.fresh;
  return agreed && fresh ? turn.items.nextNumber(fresh.ledger) : value;
}

function change(
  turn: Turn,
  record: StoredRecord,
  fields: Record<string, unknown>,
  after: Extract<Effect, { type: 'record.change' }>['after'],
): Effect {
  const changes = Object.entries(fields).map(([field, value]) => ({
    field,
    before: record.data[field] ?? null,
    after: value,
  }));
  if (after.data['householdId'] !== record.data['householdId']) {
    changes.push({
      field: 'householdId',
      before: record.data['householdId'] ?? null,
      after: after.data['householdId'] ?? null,
    });
  }
  if (after.data['householdId'] === undefined && after.householdCode !== record.householdCode)
    changes.push({ field: HOME, before: record.householdCode ?? null, after: after.householdCode ?? null });
  return {
    type: 'record.change',
    recordId: record.id,
    messageId: turn.message.id,
    cause: 'answer',
    changes,
    after,
  };
}
