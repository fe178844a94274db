import type { Effect, InboxMessage, Outcome } from '../core/effects.js';
import type { Explained, MessageInput, PreviousMessage } from '../core/records.js';
import { localDay } from '../core/time.js';
import { answer } from './answer.js';
import { bulletin } from './bulletin.js';
import { settle } from './settle.js';
import { todoAsked } from './todo-asked.js';
import { uncorrected } from './uncorrected.js';
import { unasked } from './unasked.js';
import { unnumbered } from './unnumbered.js';
import { sign } from './sign.js';
import { conceal } from './conceal.js';
import { claimed } from './claimed.js';
import { correct } from './correct.js';
import { choose } from './choose.js';
import { chosen } from './chosen.js';
import { further } from './further.js';
import { handOut } from './hand-out.js';
import { handedOver } from './handed-over.js';
import { disowned } from './disowned.js';
import { moved } from './moved.js';
import { itemAsked } from './item-asked.js';
import { inquire } from './inquire.js';
import { instead } from './instead.js';
import { puzzled } from './puzzled.js';
import { plans } from './plans.js';
import { nudged } from './nudged.js';
import { inputOf, withReport } from './parted.js';
import type { ActContext, Step, Turn } from './ports.js';
import { recall } from './recall.js';
import { columnsOf } from './record.js';
import { earlierWords, repeat } from './repeat.js';
import { report } from './report.js';
import { retract } from './retract.js';
import { warnSensitive } from './sensitive.js';
import { whichLedger } from './which-ledger.js';

/** The first that feels concerned decides; the order is the order of certainty about what the message is. */
const STEPS: readonly Step[] = [
  recall,
  todoAsked,
  handedOver,
  plans,
  itemAsked,
  disowned,
  repeat,
  bulletin,
  sign,
  handOut,
  unnumbered,
  chosen,
  claimed,
  further,
  settle,
  answer,
  choose,
  nudged,
  correct,
  retract,
  instead,
  report,
  unasked,
  inquire,
  uncorrected,
  whichLedger,
  puzzled,
];

const NOTHING: Omit<Explained, 'id'> = { records: [], missing: [], checks: [], trace: [], gaps: [] };

/** Understands a message in the light of what was said before it. Pure but for looking that up. */
export async function read(message: InboxMessage, context: ActContext): Promise<Explained> {
  // A recall carries no words of its own, and a replay was read when it first came.
  if (message.type === 'recall' || message.replayed) return { id: message.id, ...NOTHING };
  return understand(message, context, await context.reader.previous(message.conversationId, message.seq));
}

function understand(message: InboxMessage, context: ActContext, previous: PreviousMessage[]): Explained {
  const { understanding } = context;
  const read = (one: MessageInput) => understanding.understand(one);
  const rule = (kind: string) => understanding.rule(kind);
  const asked = inputOf(message, previous);
  return conceal(
    withReport(asked, read(asked), read, rule),
    message.text,
    context.findSensitive(message.text),
  );
}

/** A repeat of words that no longer count (recalled, voided) is a report like any other. */
async function afresh(message: InboxMessage, understood: Explained, context: ActContext): Promise<Explained> {
  if (message.replayed || !understood.checks.some((check) => check.code === 'duplicate')) return understood;
  const anew = understand(message, context, []);
  return (await earlierWords(message, anew, context)) ? understood : anew;
}

/** What the ledger will be asked about these records: what they speak of, and for which day. */
export function things(
  message: InboxMessage,
  understood: Explained,
  context: ActContext,
): { kind: string; subject: string; occurredOn: string }[] {
  const found = [];
  for (const record of understood.records) {
    const rule = context.understanding.rule(record.kind);
    if (!rule?.ledger) continue;
    const { subject, occurredOn } = columnsOf(
      record,
      rule,
      localDay(message.sentAt),
      context.understanding.households,
    );
    if (subject !== undefined) found.push({ kind: record.kind, subject, occurredOn });
  }
  return found;
}

/** Decides what one message leads to. Writes nothing: the effects are applied together, or not at all. */
export async function decide(message: InboxMessage, read: Explained, context: ActContext): Promise<Effect[]> {
  const turn: Turn = { ...context, message, understood: await afresh(message, read, context) };
  const { missing, checks, trace, records } = turn.understood;
  const outcome: Outcome = { kinds: records.map((r) => r.kind), missing, checks, trace };
  for (const step of STEPS) {
    const decision = await step(turn);
    if (!decision) continue;
    const told = await moved(turn, decision.effects);
    return finish(turn, [...decision.effects, ...told], { ...outcome, ...decision.reading });
  }
  return finish(turn, [], outcome);
}

function finish(turn: Turn, effects: Effect[], outcome: Outcome): Effect[] {
  return [...effects, ...warnSensitive(turn), { type: 'outcome', messageId: turn.message.id, outcome }];
}
