import type { AskItem, OpenAsk, StoredRecord } from '../core/effects.js';
import { toLocal } from '../core/time.js';
import type { Answer, Turn } from './ports.js';
import { askWhich } from './receipt.js';
import { columnsAfter, namedBy } from './record.js';

/** An answer and the record that it is about. */
export interface Given {
  recordId: string;
  answer: Answer;
}

/** One answer for all that waits: "都是大樟村三组的". */
const ALL = /^\s*(?:这)?(?:[两二三四五]|几)?(?:户|个|次|家)?(?:全都|都|全)(?:是|在)?/u;
/** Where one answer ends and the next begins: "一户是甲村的，另一户是乙村的", "甲村和乙村". */
const BETWEEN = /[,，;；、\n]|(?:和|还有)/u;
/** How the several are counted off. */
const COUNTED =
  /^\s*(?:(?:其中)?(?:有)?(?:一|另一?|前一?|后一?|第[一二三四五])(?:户|个|次|家)|另外)(?:就)?(?:是|在)?/u;

/** Records that wait for a household out of the same ones: of two households of a name each is asked about by itself. */
export function sameName(items: readonly AskItem[], code: string): AskItem[] {
  return items.filter((one) => one.candidates?.includes(code));
}

/**
 * What the words answer, record by record; nothing where they answer nothing. An answer settles one record. `days`: the
 * field with the day of each thing asked about; most messages answer nothing, and need not ask.
 */
export async function givenIn(
  turn: Turn,
  { items }: OpenAsk,
  days: () => Promise<(item: AskItem) => string | undefined>,
): Promise<Given[]> {
  const { message } = turn;
  const sentAt = toLocal(message.sentAt);
  const text = placed(message.text.replace(/@\S+\s*/g, '').trim(), message);
  const all = ALL.test(text);
  const whole = turn.understanding.readAnswer(all ? text.replace(ALL, '') : text, [...items], sentAt);
  if (whole) return handed(items, whole, await days(), all);
  const parts = text.split(BETWEEN).map((part) => part.replace(COUNTED, '').trim());
  return parts.length > 1 && parts.every((part) => part !== '') ? counted(turn, items, parts, sentAt) : [];
}

/** In a group a bare 1 says that something was read; said to the bot alone, it is the first of what was offered. */
export function placed(text: string, message: Turn['message']): string {
  const direct =
    message.mentionsBot || message.quoted !== undefined || message.conversationKind === 'private';
  return direct && /^[1１一][。.]?$/u.test(text) ? '第1个' : text;
}

/** Where it was asked where somebody lives, the name may be said as it should be. */
const nameFor = ({ field, candidates = [] }: AskItem, answer: Answer): boolean =>
  field === 'village' && candidates.length === 0 && answer.field === 'householder';

function handed(
  items: readonly AskItem[],
  answers: readonly Answer[],
  day: (item: AskItem) => string | undefined,
  all: boolean,
): Given[] {
  const given: Given[] = [];
  for (const item of items)
    for (const answer of answers) {
      const asked = nameFor(item, answer) ? item.field : answer.field;
      if (asked !== item.field) continue;
      const rivals = items.filter((one) => one.field === asked);
      const { householdCode } = answer;
      const mine = householdCode !== undefined && item.candidates?.includes(householdCode) === true;
      const first = mine && (all || sameName(rivals, householdCode)[0] === item);
      // A day holds for all records that lack one. With several records any other answer holds where it fits that one alone.
      if (rivals.length === 1 || answer.field === day(item) || first)
        given.push({ recordId: item.recordId, answer });
    }
  return unique(given);
}

/** As many answers as there are records of the name, in their order, each another household. */
function counted(turn: Turn, items: readonly AskItem[], parts: readonly string[], sentAt: string): Given[] {
  const open = items.filter((one) => (one.candidates?.length ?? 0) > 0);
  const key = JSON.stringify(open[0]?.candidates);
  const rivals = open.filter((one) => JSON.stringify(one.candidates) === key);
  if (rivals.length !== parts.length) return [];
  const given = rivals.flatMap((item, i) => {
    const [answer] = turn.understanding.readAnswer(parts[i]!, [item], sentAt) ?? [];
    return answer?.householdCode === undefined ? [] : [{ recordId: item.recordId, answer }];
  });
  const homes = new Set(given.map(({ answer }) => answer.householdCode));
  return homes.size === rivals.length ? given : [];
}

const unique = (given: readonly Given[]): Given[] =>
  given.filter(
    (one, at) => given.findIndex((g) => g.recordId === one.recordId && g.answer === one.answer) === at,
  );

/**
 * What is left to ask of the other records of a name, once some are settled: each by its day, for it is another question;
 * two of one day are two households.
 */
export function leftOf(
  turn: Turn,
  records: readonly StoredRecord[],
  left: readonly AskItem[],
  given: readonly Given[],
): { left: AskItem[]; asks: string[] } {
  const dayOf = (id: string) => {
    const record = records.find((one) => one.id === id);
    const rule = record && turn.understanding.rule(record.kind);
    return rule && columnsAfter(record, record.data, rule, turn.understanding.households).occurredOn;
  };
  const asks: string[] = [];
  const items = left.map((item) => {
    const settled = given.filter(
      ({ answer }) => item.candidates?.includes(answer.householdCode ?? '') === true,
    );
    const record = records.find((one) => one.id === item.recordId);
    const rule = record && turn.understanding.rule(record.kind);
    if (settled.length === 0 || !record || !rule) return item;
    const day = dayOf(record.id);
    const gone = settled.filter((one) => dayOf(one.recordId) === day).map((one) => one.answer.householdCode);
    const candidates = item.candidates!.filter((code) => !gone.includes(code));
    if (candidates.length === 0) return item;
    const which = { title: rule.title, day: gone.length > 0 ? '' : (day ?? '') };
    asks.push(askWhich(turn, namedBy(record.data) ?? '', candidates, which));
    return { ...item, candidates };
  });
  return { left: items, asks };
}
