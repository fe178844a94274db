import type { NudgeReading } from '../core/nudges.js';
import { ANSWERABLE_MS, titleOf } from './nudged.js';
import type { Decision, Turn } from './ports.js';
import { reply } from './say.js';

/** Answers that want no word where nothing was asked: 收到, 好的; and those about the person, which need no to-do. */
const QUIET: ReadonlySet<string> = new Set(['noted', 'asked', 'away', 'back']);

/** "已提醒" where nothing waits for it: says so in a line. It is an answer, and no question about policies. */
export async function unasked(turn: Turn): Promise<Decision | undefined> {
  const { message, nudges, templates } = turn;
  if (message.conversationKind !== 'private' || message.type !== 'text' || message.replayed) return undefined;
  const reading = nudges?.read(message.text);
  if (!reading) return undefined;
  const effects = QUIET.has(reading.effect)
    ? []
    : reply(turn, 'nudge-answer', templates.render('nudge-none', await pointOf(turn, reading)));
  return { effects, reading: { kinds: [`nudge-${reading.id}`], missing: [], checks: [] } };
}

/** The point of the last to-do that such words mean to have done, though it takes more than a word: how it is done. */
async function pointOf(
  { message, nudges, reader }: Turn,
  { effect, number }: NudgeReading,
): Promise<{ title: string; how: string }> {
  const none = { title: '', how: '' };
  if (!nudges || effect !== 'settled') return none;
  const since = new Date(message.sentAt.getTime() - ANSWERABLE_MS);
  const points = (await reader.nudges.lastTodo(message.contactId, since))?.points ?? [];
  const point = number === undefined && points.length === 1 ? points[0] : points[(number ?? 0) - 1];
  if (point?.as !== 'owner') return none;
  return { title: titleOf(nudges, point), how: nudges.duty(point.duty)?.how ?? '' };
}
