import { numeralValue } from '../core/numerals.js';
import type { AskItem, Effect, OpenAsk, StoredRecord } from '../core/effects.js';
import { ASK_OPEN_MS } from './limits.js';
import { WHICH_ASKED } from './names-asked.js';
import type { Decision, Turn } from './ports.js';
import { nameOf, subjectOf } from './record.js';
import { placed, type Given } from './same-name.js';
import { reply } from './say.js';

/** More than these are not offered: the answer is no answer then. */
const MOST = 5;
/** "2", "第2个", "是第一个" */
const CHOICE = /^(?:是|就是|选|第)*\s*(\d|[一二三四五])\s*(?:个|件|项|条)?[.、。)）!！]*$/u;
/** A bare 1 in a group says that something was read. */
const READ = /^[1１一][。.]?$/u;

/** A question that an answer fits, with what it would give it. */
export interface Fit {
  open: OpenAsk;
  given: readonly Given[];
}

const itemOf = ({ open, given }: Fit): AskItem | undefined =>
  open.items.find((item) => given.some((one) => one.recordId === item.recordId));

/** Whether an answer fits questions that are not the same one about the same name. */
export function isUnsure(fits: readonly Fit[]): boolean {
  const asked = fits.map((fit) => {
    const item = itemOf(fit);
    return JSON.stringify(item?.candidates ? [item.field, [...item.candidates].sort()] : item?.recordId);
  });
  return fits.length <= MOST && new Set(asked).size > 1;
}

/** The words that are quoted, or stand in the answer, may name what it is about. */
export async function namedAmong(turn: Turn, fits: readonly Fit[]): Promise<Fit[]> {
  const { quoted, text } = turn.message;
  const records = await recordsOf(turn, fits);
  const named = fits.filter((_, i) => {
    const name = records[i] && spoken(turn, records[i]).subject;
    return name !== undefined && name !== '' && (quoted?.text ?? text).includes(name);
  });
  return named.length > 0 ? named : [...fits];
}

/** Of several questions it is asked which was meant, once: what was said waits with them. */
export async function whichAsked(turn: Turn, fits: readonly Fit[]): Promise<Decision> {
  const { message, reader, templates } = turn;
  const said = message.text.replace(/@\S+\s*/g, '').trim();
  const reading = { kinds: ['answer'], missing: [], checks: [] };
  const asks = await reader.openAsks(message.conversationId, message.contactId);
  if (asks.some((ask) => ask.items.some((one) => one.field === WHICH_ASKED && one.said === said)))
    return { effects: [], reading };
  const records = await recordsOf(turn, fits);
  const items = fits.map((fit) => ({ ...itemOf(fit)!, field: WHICH_ASKED, candidates: undefined, said }));
  const choices = fits.map((fit, i) => ({
    ...spoken(turn, records[i]!),
    field: turn.understanding.rule(records[i]!.kind)?.fieldTitles[itemOf(fit)!.field] ?? itemOf(fit)!.field,
  }));
  return {
    effects: [
      {
        type: 'ask.open',
        id: turn.newId(),
        messageId: message.id,
        conversationId: message.conversationId,
        contactId: message.contactId,
        items,
        expiresAt: new Date(message.sentAt.getTime() + ASK_OPEN_MS),
      },
      ...reply(turn, 'receipt', templates.render('answer-which', { said, choices }), { mention: true }),
    ],
    reading,
  };
}

/** What was said before, now that it is chosen what it is about, and the question about that. */
export async function whichChosen(
  turn: Turn,
  asks: readonly OpenAsk[],
): Promise<{ said: string; open: OpenAsk; recordId: string } | undefined> {
  const text = placed(turn.message.text.replace(/@\S+\s*/g, '').trim(), turn.message);
  for (const { id, items } of asks.filter((ask) => ask.items.some((one) => one.field === WHICH_ASKED))) {
    const records = await turn.reader.recordsById(items.map((one) => one.recordId));
    // A number belongs to what was offered last.
    const since = asks.slice(
      0,
      asks.findIndex((ask) => ask.id === id),
    );
    const offered = since.some((ask) => ask.items.some((one) => (one.candidates?.length ?? 0) > 1));
    const number = offered || READ.test(text) ? undefined : CHOICE.exec(text)?.[1];
    const at = number === undefined ? -1 : (numeralValue(number) ?? Number(number)) - 1;
    const chosen =
      items[at] ??
      items.find((one) => {
        const record = records.find(({ id }) => id === one.recordId);
        const name = record && spoken(turn, record).subject;
        return name !== undefined && name !== '' && isCalledIn(text, name, one.said);
      });
    const open = chosen && asks.find((ask) => ask.items.some((one) => isOf(one, chosen)));
    if (chosen && open && typeof chosen.said === 'string')
      return { said: chosen.said, open, recordId: chosen.recordId };
  }
  return undefined;
}

/** "余国栋", or the name with what was said before: "垃圾池没人清是新问题". */
function isCalledIn(text: string, name: string, said: unknown): boolean {
  const bare = (words: string) => words.replace(/[\s,，:：;；。.!！的是家]/gu, '');
  if (!text.includes(name)) return false;
  const rest = bare(text.replace(name, ''));
  return rest === '' || (typeof said === 'string' && rest === bare(said));
}

const isOf = (one: AskItem, chosen: AskItem): boolean =>
  one.recordId === chosen.recordId && one.field !== WHICH_ASKED;

/** Questions about which one was meant are over once one of them is answered. */
export const settledWhich = (asks: readonly OpenAsk[], answered: OpenAsk): Effect[] =>
  asks
    .filter((ask) => ask.items.some((one) => one.field === WHICH_ASKED))
    .filter((ask) =>
      ask.items.some((one) => answered.items.some(({ recordId }) => recordId === one.recordId)),
    )
    .map(({ id }) => ({ type: 'ask.close', askId: id, state: 'answered', items: [] }));

async function recordsOf(turn: Turn, fits: readonly Fit[]): Promise<(StoredRecord | undefined)[]> {
  const records = await turn.reader.recordsById(fits.map((fit) => itemOf(fit)!.recordId));
  return fits.map((fit) => records.find(({ id }) => id === itemOf(fit)!.recordId));
}

function spoken(turn: Turn, record: StoredRecord): { subject: string; title: string } {
  const rule = turn.understanding.rule(record.kind);
  const subject = (rule && (nameOf(record.data, rule) || subjectOf(record.data, rule))) ?? '';
  return { subject: /^\d+$/.test(subject) ? `${subject}号` : subject, title: rule?.title ?? '' };
}
