import type { Effect } from '../core/effects.js';
import type { Decision, Turn } from './ports.js';
import { question } from './question.js';
import { reply } from './say.js';

/**
 * Answers what a message asks: where things stand from the ledger, anything else from what has a source. `beside`: of a
 * report, whose words ("情况正常") are none that was to be answered where nothing shows that it asks.
 */
export async function inquire(turn: Turn, beside = false): Promise<Decision | undefined> {
  const figures = await status(turn);
  if (figures && !figures.unsure) return figures;
  if (beside && !asks(turn) && !/[?？]/.test(turn.message.text)) return question(turn);
  // What the ledger cannot say a policy may, where it is one that is asked for.
  return (await question(turn)) ?? figures;
}

const asks = ({ understood, understanding }: Turn): boolean =>
  understood.records.some((one) => understanding.rule(one.kind)?.reply === 'question');

async function status(turn: Turn): Promise<(Decision & { unsure: boolean }) | undefined> {
  const { message, desk } = turn;
  const direct = message.mentionsBot || message.conversationKind === 'private';
  if (!desk || (!direct && !asks(turn) && !desk.takesUp(message.text))) return undefined;
  const answer = await desk.answer(
    {
      text: message.text,
      conversationId: message.conversationId,
      conversationKind: message.conversationKind,
      contactId: message.contactId,
      direct,
      now: turn.now,
    },
    turn.reader.status,
  );
  if (!answer) return undefined;
  const files = answer.picture ? [await turn.reader.bulletins.keep(answer.picture)] : undefined;
  const effects: Effect[] = reply(turn, 'status', answer.text, {
    mention: true,
    because: answer.because,
    files,
  });
  if (answer.privately !== undefined) {
    effects.push({
      type: 'say',
      say: {
        conversation: { privateOf: message.contactId },
        key: `status-list:${message.id}`,
        purpose: 'status',
        text: answer.privately,
        mentions: [],
        because: { message: message.id, ...answer.because },
        expiresAt: new Date(message.sentAt.getTime() + turn.receiptTtlMs),
      },
    });
  }
  if (answer.declined)
    effects.push({ type: 'audit', actor: answer.declined.person, action: 'status.declined', detail: { place: answer.declined.place, message: message.id } }); // prettier-ignore
  return { effects, unsure: answer.unsure === true };
}
