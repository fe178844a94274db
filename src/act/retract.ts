import type { Decision, Turn } from './ports.js';
import { CORRECTABLE_MS } from './limits.js';
import { names } from './recall.js';
import { reply } from './say.js';
import { withdraw } from './withdraw.js';

/** Which earlier message "上一条" or a quote means; `foreign` when it is somebody else's. */
export async function target(turn: Turn): Promise<{ messageId: string } | 'foreign' | undefined> {
  const { message, reader } = turn;
  if (message.quoted) {
    const quoted = await reader.quotedMessage(message.conversationId, message.quoted.text, message.seq);
    if (quoted) return quoted.contactId === message.contactId ? quoted : 'foreign';
  }
  const since = new Date(message.sentAt.getTime() - CORRECTABLE_MS);
  return reader.lastReport(message.conversationId, message.contactId, message.seq, since);
}

/** "发错了，上一条作废": the sender's own last report no longer counts. */
export async function retract(turn: Turn): Promise<Decision | undefined> {
  const wanted = turn.understood.records.some((r) => turn.understanding.rule(r.kind)?.reply === 'retraction');
  if (!wanted) return undefined;
  const found = await target(turn);
  // Nothing of theirs is in the ledger: "发错群了" about small talk needs no word from the bot, unless it is spoken to.
  if (found === undefined) {
    const direct = turn.message.mentionsBot || turn.message.conversationKind === 'private';
    return { effects: direct ? reply(turn, 'receipt', turn.templates.render('retraction-unclear', {})) : [] };
  }
  if (found === 'foreign') return { effects: reply(turn, 'receipt', turn.templates.render('not-yours', {})) };
  const taken = await withdraw(turn, found.messageId, 'retraction');
  if (taken.records.length === 0) return { effects: taken.effects };
  const text = turn.templates.render('withdrawn', {
    how: 'retraction',
    count: taken.records.length,
    subjects: names(turn, taken.records),
    restored: [],
  });
  return {
    effects: [...taken.effects, ...reply(turn, 'receipt', text, { because: { retracts: found.messageId } })],
  };
}
