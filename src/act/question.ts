import type { Decision, Turn } from './ports.js';
import { reply } from './say.js';

/** No source, no answer: asked directly, the bot says that it cannot answer; otherwise it stays out of the talk. */
export function question(turn: Turn): Promise<Decision | undefined> {
  const asked = turn.understood.records.some((r) => turn.understanding.rule(r.kind)?.reply === 'question');
  const direct = turn.message.mentionsBot || turn.message.conversationKind === 'private';
  if (!asked || !direct) return Promise.resolve(undefined);
  return Promise.resolve({ effects: reply(turn, 'answer', turn.templates.render('no-source', {})) });
}
