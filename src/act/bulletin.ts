import type { BulletinDecision } from '../core/bulletin.js';
import type { Effect } from '../core/effects.js';
import type { Decision, Turn } from './ports.js';
import { reply } from './say.js';

/** What a person says in private about an issue of a bulletin: show, edit, approve, return, withdraw. */
export async function bulletin(turn: Turn): Promise<Decision | undefined> {
  const { message } = turn;
  if (!turn.bulletins || message.type !== 'text' || message.conversationKind !== 'private') return undefined;
  if (!turn.bulletins.concerns(message.text)) return undefined; // only then is it worth a look at the ledger
  const decision = await turn.bulletins.decide(
    { messageId: message.id, contactId: message.contactId, text: message.text, now: turn.now },
    await turn.reader.status.person(message.contactId),
    turn.reader.bulletins,
  );
  if (!decision) return undefined;
  const effects: Effect[] = reply(turn, 'bulletin-draft', decision.say, {
    because: decision.because,
    files: decision.files,
  });
  return { effects: [...effects, ...consequences(decision, { message: message.id })] };
}

/** What a decision about an issue leads to beyond the answer to whoever took it: the change, the broadcast, the audit. */
export function consequences(decision: BulletinDecision, cause: object): Effect[] {
  const effects: Effect[] = [];
  if (decision.change) effects.push({ type: 'bulletin.change', ...decision.change });
  const { broadcast } = decision;
  if (broadcast) {
    for (const room of broadcast.rooms) {
      const key = `${broadcast.key}:${room}`;
      if (broadcast.withdraw) effects.push({ type: 'unsay', key: `bulletin:${broadcast.issueId}:${room}` });
      effects.push({
        type: 'say',
        say: {
          conversation: { id: room },
          key,
          purpose: broadcast.withdraw ? 'bulletin-withdrawn' : 'bulletin',
          text: broadcast.text,
          mentions: [],
          because: { bulletin: broadcast.issueId, ...cause },
          attachments: broadcast.files,
        },
      });
    }
  }
  if (decision.audit) effects.push({ type: 'audit', ...decision.audit });
  return effects;
}
