import type { Effect } from '../core/effects.js';
import type { LastTodo, NudgeDesk, NudgeReading, TodoPoint } from '../core/nudges.js';
import { localDay, toLocal } from '../core/time.js';
import type { Decision, Turn } from './ports.js';
import { reply } from './say.js';

/** An answer belongs to a to-do of these days; later the same words mean something else. */
export const ANSWERABLE_MS = 7 * 24 * 3600_000;
/** More parts than these are a text of its own. */
const PARTS = 8;

/** Short private answers to a to-do: 明天再提醒, 已请假, 不是我负责, 已提醒, 同意签字 … What they mean is in intents/nudge-replies.yaml. */
export async function nudged(turn: Turn): Promise<Decision | undefined> {
  const { message, nudges: desk } = turn;
  if (!desk || message.conversationKind !== 'private' || message.type === 'recall') return undefined;
  const reading = desk.read(message.text);
  if (!reading) return several(turn, desk);
  if (reading.effect === 'asked') return asked(turn, desk);
  if (reading.point === 'none') return about(turn, reading);
  const since = new Date(message.sentAt.getTime() - ANSWERABLE_MS);
  const todo = await turn.reader.nudges.lastTodo(message.contactId, since);
  return todo && toPoints(turn, desk, reading, todo);
}

/** "1已办 2明天再提醒": each part names its point; all of them count, or none. */
async function several(turn: Turn, desk: NudgeDesk): Promise<Decision | undefined> {
  const { message } = turn;
  const parts = message.text.split(/[\s,，;；。、\n]+/u).filter((part) => part !== '');
  if (parts.length < 2 || parts.length > PARTS) return undefined;
  const readings = parts.map((part) => desk.read(part));
  if (!readings.every((one) => one?.number !== undefined)) return undefined;
  const since = new Date(message.sentAt.getTime() - ANSWERABLE_MS);
  const todo = await turn.reader.nudges.lastTodo(message.contactId, since);
  if (!todo) return undefined;
  const decisions = readings.map((one) => toPoints(turn, desk, one!, todo));
  if (decisions.some((one) => one === undefined)) return undefined;
  const effects = decisions.flatMap((one) => one!.effects);
  const texts = effects.flatMap((one) => (one.type === 'say' ? [one.say.text] : []));
  return decision(
    [
      ...effects.filter((one) => one.type !== 'say'),
      ...reply(turn, 'nudge-answer', [...new Set(texts)].join('\n')),
    ],
    'several',
  );
}

/** About the person, not about a point: away, or back. */
function about(turn: Turn, { effect, id }: NudgeReading): Decision | undefined {
  if (effect !== 'away' && effect !== 'back') return undefined;
  const { contactId, id: messageId, sentAt } = turn.message;
  const deed: Effect = { type: 'nudge', deed: { deed: effect, contactId, messageId, day: localDay(sentAt) } };
  return decision([deed, ...said(turn, effect, [], {})], id);
}

function toPoints(turn: Turn, desk: NudgeDesk, reading: NudgeReading, todo: LastTodo): Decision | undefined {
  const points = eligible(todo.points, desk, reading);
  if (points.length === 0) return undefined; // the words are about something else
  const named = reading.number === undefined ? undefined : todo.points[reading.number - 1];
  if (reading.number !== undefined && (!named || !points.includes(named)))
    return which(turn, desk, reading, todo, points);
  const meant = named ? [named] : points;
  if (reading.point === 'one' && meant.length > 1) return which(turn, desk, reading, todo, points);
  const until = reading.effect === 'later' ? desk.nextMorning(turn.message.sentAt, reading.days) : undefined;
  if (reading.effect === 'later' && !until) return undefined;
  return decision(
    [
      ...meant.flatMap((point) => deeds(turn, reading, point, until)),
      ...said(
        turn,
        reading.effect,
        meant.map((p) => titleOf(desk, p)),
        { until },
      ),
    ],
    reading.id,
  );
}

/** Points that such an answer can be about. */
function eligible(points: readonly TodoPoint[], desk: NudgeDesk, { effect, id }: NudgeReading): TodoPoint[] {
  return points.filter((point) => {
    if (effect === 'settled') return desk.duty(point.duty)?.settledBy.includes(id) ?? false;
    if (effect === 'signed')
      return point.as === 'leader' && point.dues.some((due) => (due.unsigned?.length ?? 0) > 0);
    return effect !== 'not-mine' || point.as === 'owner';
  });
}

function deeds(
  turn: Turn,
  { effect, id }: NudgeReading,
  point: TodoPoint,
  until: Date | undefined,
): Effect[] {
  const { contactId, id: messageId } = turn.message;
  if (effect === 'signed') {
    const records = point.dues.flatMap((due) => due.unsigned ?? []);
    return [{ type: 'nudge', deed: { deed: 'sign', contactId, messageId, records } }];
  }
  return point.dues.map(({ subject, period }) => ({
    type: 'nudge',
    deed: {
      deed: 'reply',
      contactId,
      messageId,
      duty: point.duty,
      subject,
      period,
      kind: id,
      ...(until && { until }),
    },
  }));
}

/** Several points could be meant: which? Nothing is done on a guess. */
function which(
  turn: Turn,
  desk: NudgeDesk,
  { id }: NudgeReading,
  todo: LastTodo,
  points: readonly TodoPoint[],
): Decision {
  const choices = points.map((point) => ({
    number: todo.points.indexOf(point) + 1,
    title: titleOf(desk, point),
  }));
  return decision(reply(turn, 'nudge-which', turn.templates.render('nudge-which', { choices })), id);
}

async function asked(turn: Turn, desk: NudgeDesk): Promise<Decision> {
  const { duties, ...summary } = await turn.reader.nudges.asked(
    turn.message.contactId,
    desk.weekStart(turn.message.sentAt),
  );
  const named = duties.map(({ duty, times }) => ({ title: desk.duty(duty)?.title ?? duty, times }));
  return decision(
    reply(turn, 'asked', turn.templates.render('asked', { ...summary, duties: named })),
    'asked',
  );
}

function said(
  turn: Turn,
  effect: NudgeReading['effect'],
  titles: readonly string[],
  { until }: { until?: Date | undefined },
): Effect[] {
  const day = until ? toLocal(until).slice(0, 10) : '';
  return reply(turn, 'nudge-answer', turn.templates.render('nudge-answer', { effect, titles, day }));
}

/** A duty by its name, with what it is about where that is one thing. */
export function titleOf(desk: NudgeDesk, point: TodoPoint): string {
  const title = desk.duty(point.duty)?.title ?? point.duty;
  const about = point.dues.length === 1 ? point.dues[0]!.title : '';
  return about === '' ? title : `${title}（${about}）`;
}

const decision = (effects: Effect[], kind: string): Decision => ({
  effects,
  reading: { kinds: [`nudge-${kind}`], missing: [], checks: [] },
});
