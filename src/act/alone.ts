import { patternOf } from '../core/pattern.js';
import type { Turn } from './ports.js';

const MARKS = /@\S+\s*|[\s,，。.!！?？~、]+/gu;

/** Whether a message is nothing but words that its kind gives as said alone (撤销; 帮助). */
export function isAlone({ message, understanding }: Turn, kind: string): boolean {
  const { alone } = understanding.rule(kind) ?? {};
  if (alone === undefined || message.type !== 'text') return false;
  return patternOf(`^(?:${alone})$`).test(message.text.replace(MARKS, ''));
}

/** Whether somebody asks what the bot is there for: no policy answers that. */
export const asksForHelp = (turn: Turn): boolean =>
  (turn.message.mentionsBot || turn.message.conversationKind === 'private') && isAlone(turn, 'chatter');
