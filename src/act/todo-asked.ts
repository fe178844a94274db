import type { Decision, Turn } from './ports.js';

const MENTION = /@\S+\s*/gu;

/**
 * "我的待办", "我还有什么没做": kept as a request, which the clock answers in private within seconds. It knows the county;
 * a turn would have to read all of it.
 */
export function todoAsked(turn: Turn): Promise<Decision | undefined> {
  return Promise.resolve(decided(turn));
}

function decided({ message, nudges }: Turn): Decision | undefined {
  const direct = message.mentionsBot || message.conversationKind === 'private';
  if (!nudges || !direct || message.type === 'recall' || message.replayed) return undefined;
  if (nudges.read(message.text.replace(MENTION, ''))?.effect !== 'todo') return undefined;
  const { contactId, id: messageId } = message;
  return {
    effects: [{ type: 'nudge', deed: { deed: 'todo', contactId, messageId } }],
    reading: { kinds: ['nudge-todo'], missing: [], checks: [] },
  };
}
