import type { Decision, Turn } from './ports.js';
import { reply } from './say.js';

/** Answers that want no word where nothing was asked: 收到, 好的; and those about the person, which need no to-do. */
const QUIET: ReadonlySet<string> = new Set(['noted', 'asked', 'away', 'back']);

/** "已提醒" where nothing waits for it: says so in a line. It is an answer, and no question about policies. */
export function unasked(turn: Turn): Promise<Decision | undefined> {
  return Promise.resolve(decided(turn));
}

function decided(turn: Turn): Decision | undefined {
  const { message, nudges, templates } = turn;
  if (message.conversationKind !== 'private' || message.type !== 'text' || message.replayed) return undefined;
  const reading = nudges?.read(message.text);
  if (!reading) return undefined;
  const effects = QUIET.has(reading.effect)
    ? []
    : reply(turn, 'nudge-answer', templates.render('nudge-none', {}));
  return { effects, reading: { kinds: [`nudge-${reading.id}`], missing: [], checks: [] } };
}
