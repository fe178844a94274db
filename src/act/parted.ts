import type { InboxMessage } from '../core/effects.js';
import type { Explained, MessageInput, PreviousMessage } from '../core/records.js';
import { toLocal } from '../core/time.js';
import type { Decision, KindRule, Turn } from './ports.js';

/** Where what is withdrawn may end and a report begin. */
const ENDS = /[,，。;；!！\n]+/gu;
/** After so many ends nothing of both is looked for. */
const MOST = 4;

type Read = (input: MessageInput) => Explained;
type RuleOf = (kind: string) => KindRule | undefined;

/** A message that withdraws a report and goes on: the words that withdraw, as they are read alone, and what follows. */
export interface Parted {
  words: string;
  withdrawal: Explained;
  rest: Explained;
  /** Where the rest begins, in UTF-16 units. */
  at: number;
}

/** "撤销甲家的走访，我今天走访的是乙家": both, each read alone. Undefined where no report follows a withdrawal. */
export function parted(input: MessageInput, read: Read, rule: RuleOf): Parted | undefined {
  const ends = [...input.text.matchAll(ENDS)].slice(0, MOST);
  for (const end of ends) {
    const at = end.index + end[0].length;
    const words = input.text.slice(0, end.index);
    const withdrawal = read({ ...input, text: words, previous: [] });
    if (withdrawal.records.length === 0 || !withdrawal.records.every((one) => withdraws(one.kind, rule)))
      continue;
    const rest = read({ ...input, text: input.text.slice(at), previous: [] });
    const reports = rest.records.some((one) => rule(one.kind)?.ledger !== undefined);
    if (reports && !rest.records.some((one) => withdraws(one.kind, rule)))
      return { words, withdrawal, rest, at };
  }
  return undefined;
}

const withdraws = (kind: string, rule: RuleOf): boolean => rule(kind)?.reply === 'retraction';

/** "不是6口人，是5口人，另外走访了乙家": a correction, and behind a word that goes on a report of its own. */
function goneOn(input: MessageInput, read: Read, rule: RuleOf): Parted | undefined {
  const { onward } = rule('correction') ?? {};
  if (onward === undefined) return undefined;
  for (const end of [...input.text.matchAll(goesOn(onward))].slice(0, MOST)) {
    const at = end.index + end[0].length;
    const words = input.text.slice(0, end.index);
    const withdrawal = read({ ...input, text: words });
    if (withdrawal.records.length === 0 || !withdrawal.records.every((one) => corrects(one.kind, rule)))
      continue;
    const rest = read({ ...input, text: input.text.slice(at), previous: [] });
    const work = rest.records.filter((one) => rule(one.kind)?.ledger !== undefined);
    if (work.length > 0 && work.length === rest.records.length) return { words, withdrawal, rest, at };
  }
  return undefined;
}

const goesOn = (words: string): RegExp => new RegExp(`[,，。;；!！\\n]\\s*(?=(?:${words}))`, 'gu');

const corrects = (kind: string, rule: RuleOf): boolean => rule(kind)?.reply === 'correction';

/** What was read of a message that withdraws or corrects, with what it reports behind that; its records come first. */
export function withReport(input: MessageInput, whole: Explained, read: Read, rule: RuleOf): Explained {
  const all = whole.records.length > 0 && whole.records.every((one) => withdraws(one.kind, rule));
  const both = all ? parted(input, read, rule) : goneOn(input, read, rule);
  if (!both) return whole;
  const { withdrawal, rest, at } = both;
  const before = rest.records.length;
  return {
    ...rest,
    records: [...rest.records, ...withdrawal.records],
    trace: [
      ...rest.trace.map((one) => ({ ...one, from: one.from + at, to: one.to + at })),
      ...withdrawal.trace.map((one) => ({ ...one, record: one.record < 0 ? -1 : one.record + before })),
    ],
  };
}

/** Two decisions about one message as one, said in one reply. */
export function together(first: Decision, second: Decision | undefined): Decision {
  const effects = [...first.effects];
  for (const effect of second?.effects ?? []) {
    const at =
      effect.type === 'say'
        ? effects.findIndex((one) => one.type === 'say' && one.say.key === effect.say.key)
        : -1;
    const said = effects[at];
    if (effect.type !== 'say' || said?.type !== 'say') {
      effects.push(effect);
      continue;
    }
    effects[at] = {
      type: 'say',
      say: {
        ...said.say,
        text: `${said.say.text}\n${effect.say.text}`,
        mentions: [...new Set([...said.say.mentions, ...effect.say.mentions])],
        because: { ...effect.say.because, ...said.say.because },
      },
    };
  }
  return { ...second, ...first, effects };
}

/** The turn of the withdrawing words alone. */
export function withdrawing(turn: Turn): Turn {
  const { message, understood, understanding } = turn;
  if (!understood.records.some((one) => understanding.rule(one.kind)?.ledger !== undefined)) return turn;
  const both = parted(
    inputOf(message, []),
    (one) => understanding.understand(one),
    (kind) => understanding.rule(kind),
  );
  return both ? { ...turn, message: { ...message, text: both.words }, understood: both.withdrawal } : turn;
}

/** A correction that goes on to a report: the turn of the one, and the turn of the other. Undefined where it does not. */
export function correcting(turn: Turn): { words: Turn; report: Turn } | undefined {
  const { message, understood, understanding } = turn;
  const rule = (kind: string) => understanding.rule(kind);
  const { onward } = rule('correction') ?? {};
  const before = understood.records.findIndex((one) => corrects(one.kind, rule));
  if (onward === undefined || before < 1) return undefined;
  const reported = understood.trace.filter((one) => one.record < before);
  const first = Math.min(message.text.length, ...reported.map((one) => one.from));
  const ends = [...message.text.matchAll(goesOn(onward))].filter((end) => end.index + end[0].length <= first);
  const end = ends.at(-1);
  if (!end) return undefined;
  const at = end.index + end[0].length;
  return {
    words: { ...turn, message: { ...message, text: message.text.slice(0, end.index) } },
    report: {
      ...turn,
      message: { ...message, text: message.text.slice(at) },
      understood: { ...understood, records: understood.records.slice(0, before), trace: reported },
    },
  };
}

/** A message as understanding reads it. */
export function inputOf(message: InboxMessage, previous: PreviousMessage[]): MessageInput {
  return {
    id: message.id,
    text: message.text,
    sentAt: toLocal(message.sentAt),
    sender: message.senderName,
    room: message.topic,
    villages: message.senderVillages,
    previous,
  };
}
