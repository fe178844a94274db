import type { AskItem, Effect, OpenAsk } from '../core/effects.js';
import type { Explained } from '../core/records.js';
import { toLocal } from '../core/time.js';
import type { Decision, KindRule, Turn } from './ports.js';
import { NAMES } from './names-asked.js';
import { report } from './report.js';

const LENGTH = 200;
const NAME = /^[\u4e00-\u9fff]{2,4}$/u;

/** Names alone, said after a claim of the same sender's: records of their own, for the day of the claim. */
export async function claimed(turn: Turn): Promise<Decision | undefined> {
  const { message, reader, understanding } = turn;
  if (message.type !== 'text' || message.replayed || message.text.length > LENGTH) return undefined;
  if (turn.understood.records.some((one) => understanding.rule(one.kind)?.ledger)) return undefined;
  for (const open of await reader.openAsks(message.conversationId, message.contactId)) {
    const item = open.items.find((one) => one.field === NAMES);
    const [claim] = item ? await reader.recordsById([item.recordId]) : [];
    const rule = claim && understanding.rule(claim.kind);
    const names = rule?.ledger?.follow && namesIn(turn, rule.ledger.follow.names);
    if (!claim || claim.state === 'retracted' || !names) continue;
    const understood = asRecords(turn, rule, names, claim.data[rule.ledger!.occurredOn ?? '']);
    if (!understood) continue;
    const stated = claim.data['total'] ?? names.length;
    const checks = [...understood.checks];
    if (typeof stated === 'number' && stated !== understood.records.length)
      checks.push({ code: 'count-mismatch', stated, found: understood.records.length });
    const decision = await report({ ...turn, understood: { ...understood, checks } });
    if (!decision) continue;
    const reading = { kinds: understood.records.map((one) => one.kind), missing: understood.missing, checks };
    return { effects: [...decision.effects, settled(open, item!)], reading };
  }
  return undefined;
}

const settled = (open: OpenAsk, item: AskItem): Effect => ({
  type: 'ask.close',
  askId: open.id,
  state: 'answered',
  items: open.items.filter((one) => one !== item),
});

/** The names, where the words are names and nothing else, and the register knows one of them at least. */
function namesIn({ message, understanding }: Turn, between: string): string[] | undefined {
  const text = message.text.replace(/@\S+\s*/g, '').trim();
  const names = text.split(new RegExp(between, 'u')).filter((one) => one !== '');
  const known = (name: string) => understanding.households.nameAt(name, 0)?.name === name;
  return names.length > 0 && names.every((one) => NAME.test(one)) && names.some(known) ? names : undefined;
}

/** The names as understanding reads them in a report: those that nobody knows are left out, and the count tells. */
function asRecords(
  turn: Turn,
  rule: KindRule,
  names: readonly string[],
  day: unknown,
): Explained | undefined {
  const { message, understanding } = turn;
  const { kind, lead } = rule.ledger!.follow!;
  const read = understanding.understand({
    id: message.id,
    text: `${lead}${names.join('、')}`,
    sentAt: toLocal(message.sentAt),
    sender: message.senderName,
    villages: message.senderVillages,
    previous: [],
  });
  const field = understanding.rule(kind)?.ledger?.occurredOn;
  if (read.records.length === 0 || read.records.some((one) => one.kind !== kind)) return undefined;
  const records = field === undefined ? read.records : read.records.map((one) => ({ ...one, [field]: day }));
  return { ...read, records, trace: [], checks: read.checks.filter((one) => one.code !== 'date-assumed') };
}
