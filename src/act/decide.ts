import type { Effect, InboxMessage, Outcome } from '../core/effects.js';
import type { Explained } from '../core/records.js';
import { toLocal } from '../core/time.js';
import { answer } from './answer.js';
import { correct } from './correct.js';
import { question } from './question.js';
import type { ActContext, Step, Turn } from './ports.js';
import { recall } from './recall.js';
import { repeat } from './repeat.js';
import { report } from './report.js';
import { retract } from './retract.js';
import { warnSensitive } from './sensitive.js';

/** The first that feels concerned decides; the order is the order of certainty about what the message is. */
const STEPS: readonly Step[] = [recall, repeat, answer, correct, retract, report, question];

const NOTHING: Omit<Explained, 'id'> = { records: [], missing: [], checks: [], trace: [], gaps: [] };

async function read(message: InboxMessage, context: ActContext): Promise<Explained> {
  // A recall carries no words of its own, and a replay was read when it first came.
  if (message.type === 'recall' || message.replayed) return { id: message.id, ...NOTHING };
  return context.understanding.understand({
    id: message.id,
    text: message.text,
    sentAt: toLocal(message.sentAt),
    sender: message.senderName,
    room: message.topic,
    villages: message.senderVillages,
    previous: await context.reader.previous(message.conversationId, message.seq),
  });
}

/** Decides what one message leads to. Writes nothing: the effects are applied together, or not at all. */
export async function decide(message: InboxMessage, context: ActContext): Promise<Effect[]> {
  const turn: Turn = { ...context, message, understood: await read(message, context) };
  const { missing, checks, trace, records } = turn.understood;
  const outcome: Outcome = { kinds: records.map((r) => r.kind), missing, checks, trace };
  for (const step of STEPS) {
    const decision = await step(turn);
    if (!decision) continue;
    return finish(turn, decision.effects, { ...outcome, ...decision.reading });
  }
  return finish(turn, [], outcome);
}

function finish(turn: Turn, effects: Effect[], outcome: Outcome): Effect[] {
  return [...effects, ...warnSensitive(turn), { type: 'outcome', messageId: turn.message.id, outcome }];
}
